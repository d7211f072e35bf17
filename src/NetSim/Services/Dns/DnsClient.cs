using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <summary>Finds addresses of names by asking servers that do the rest: a stub resolver (RFC 1034 §5.3.1, RFC 1123 §6.1.3).</summary>
public sealed class DnsClient
{
    private readonly HostSockets _sockets;
    private readonly HostStack _stack;
    private readonly RandomStream _random;
    private readonly DnsCache _cache;

    /// <summary>A client without servers.</summary>
    public DnsClient(HostSockets sockets, DnsClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        _sockets = sockets;
        _stack = sockets.Stack;
        Options = options ?? new DnsClientOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.Tries, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.CacheLimit, 1, nameof(options));
        _random = _stack.Simulation.Random($"{_stack.Name} dns");
        _cache = new DnsCache(_stack.Simulation, Options, _stack.Trace);
        Hosts.Add(DnsName.Parse("localhost"), Ipv4Address.Loopback); // RFC 6761 §6.3
    }

    /// <summary>How the client asks and remembers.</summary>
    public DnsClientOptions Options { get; }

    /// <summary>The servers in order of preference: those of the DHCP lease, or set by hand.</summary>
    public IReadOnlyList<Ipv4Address> Servers { get; set; } = [];

    /// <summary>Names that the host knows by itself, as in /etc/hosts; nobody is asked for them.</summary>
    public IDictionary<DnsName, Ipv4Address> Hosts { get; } = new OrderedDictionary<DnsName, Ipv4Address>();

    /// <summary>What the client remembers, the oldest answer first.</summary>
    public IEnumerable<DnsCacheEntry> Cache => _cache.Entries;

    /// <summary>Forgets all answers.</summary>
    public void ClearCache() => _cache.Clear();

    /// <summary>Completes with the (first) IPv4 address of a name; an address in dotted decimal is its own.</summary>
    /// <exception cref="FormatException">The text is no domain name.</exception>
    /// <exception cref="SocketException">
    /// There is no such name (<see cref="SocketError.HostNotFound"/>), it has no address (<see cref="SocketError.NoData"/>), no server
    /// answered or could (<see cref="SocketError.TryAgain"/>), the answers make no sense (<see cref="SocketError.NoRecovery"/>), or
    /// there is no server to ask (<see cref="SocketError.NetworkUnreachable"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<Ipv4Address> ResolveAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (Ipv4Address.TryParse(name, out var literal))
            return literal;
        var current = DnsName.Parse(name);
        for (var aliases = 0; aliases <= DnsServer.MaxAliases; aliases++)
        {
            if (Hosts.TryGetValue(current, out var known))
            {
                Say(Reason.DnsHostsHit, current, known);
                return known;
            }

            var canonicalName = current;
            if (Follow(await LookUpAsync(current, cancellationToken), ref canonicalName) is { } address)
                return address;
            if (canonicalName == current)
                throw Error(SocketError.NoData, $"{current} has no IPv4 address.");
            current = canonicalName;
        }

        throw Error(SocketError.NoRecovery, $"{name} is an alias of an alias, and so on without end.");
    }

    /// <summary>Asks the servers, whatever is remembered, and completes with the response; it is remembered.</summary>
    /// <exception cref="SocketException">
    /// No server answered (<see cref="SocketError.TryAgain"/>), or there is none to ask (<see cref="SocketError.NetworkUnreachable"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<DnsMessage> QueryAsync(DnsName name, DnsType type, CancellationToken cancellationToken = default)
    {
        if (Servers.Count == 0)
            throw Error(SocketError.NetworkUnreachable, $"no DNS server is known that could be asked for {name}. Set DnsClient.Servers, or let a DHCP server tell them.");
        var question = new DnsQuestion(name, type);
        var query = new DnsQuery(_sockets, Options, _random, question);
        var response = await query.RunAsync(Servers, cancellationToken)
            ?? throw Error(SocketError.TryAgain, $"no DNS server answered {question} ({Options.Tries} tries at {string.Join(", ", Servers)}).");
        if (response.ResponseCode is DnsResponseCode.NoError or DnsResponseCode.NameError)
            Keep(response, question, query.Server);
        return response;
    }

    private static Ipv4Address? Follow(DnsCacheEntry entry, ref DnsName name)
    {
        for (var aliases = 0; aliases <= DnsServer.MaxAliases; aliases++)
        {
            var next = name;
            foreach (var record in entry.Answers)
            {
                if (record.Name != name)
                    continue;
                if (record.Data is ARecordData found)
                    return found.Address;
                if (record.Data is CnameRecordData alias)
                    next = alias.CanonicalName;
            }

            if (next == name)
                break;
            name = next;
        }

        return null;
    }

    private async Task<DnsCacheEntry> LookUpAsync(DnsName name, CancellationToken cancellationToken)
    {
        var question = new DnsQuestion(name, DnsType.A);
        if (_cache.Find(question) is { } kept)
        {
            Say(Reason.DnsCacheHit, question, kept, kept.ExpiresAt - _stack.Simulation.Now);
            return Checked(kept);
        }

        if (Servers.Count > 0)
            Say(Reason.DnsCacheMiss, question);
        var response = await QueryAsync(name, DnsType.A, cancellationToken);
        var entry = new DnsCacheEntry(question, response.ResponseCode, response.Answers, _stack.Simulation.Now);
        var canonicalName = name;
        if (response.ResponseCode == DnsResponseCode.NoError && Follow(entry, ref canonicalName) is null && canonicalName != name)
            _stack.Trace?.In(Layer.Application, PduAction.Accept, response, Reason.DnsIsToldAlias, name, canonicalName);
        return Checked(entry);
    }

    private DnsCacheEntry Checked(DnsCacheEntry entry) => entry.ResponseCode switch
    {
        DnsResponseCode.NoError => entry,
        DnsResponseCode.NameError => throw Error(SocketError.HostNotFound, $"there is no name {entry.Question.Name}."),
        DnsResponseCode.ServerFailure => throw Error(SocketError.TryAgain, $"the DNS server could not answer {entry.Question} (SERVFAIL)."),
        var code => throw Error(SocketError.NoRecovery, $"the DNS server did not answer {entry.Question} ({DnsText.Of(code)})."),
    };

    private void Keep(DnsMessage response, DnsQuestion question, Ipv4Address server)
    {
        var time = _cache.Add(question, response);
        if (response.ResponseCode == DnsResponseCode.NameError)
            Say(Reason.DnsIsToldNoName, server, question.Name, time);
        else if (response.Answers.Count == 0)
            Say(Reason.DnsIsToldNoData, server, question, time);
        else
            Say(Reason.DnsTakesAnswer, server, question, string.Join(", ", response.Answers.Select(record => record.Data)), time);

        void Say(Reason reason, params object?[] arguments) =>
            _stack.Trace?.In(Layer.Application, PduAction.Accept, response, reason, arguments);
    }

    /// <summary>Nothing goes out for it: the sentence stands where the application uses the address.</summary>
    private void Say(Reason reason, params object?[] arguments) =>
        _stack.Trace?.Out(Layer.Application, PduAction.Accept, null, reason, arguments);

    private SocketException Error(SocketError error, string problem) => SocketErrors.Create(error, $"{_stack.Name}: {problem}");
}
