using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Dns;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <summary>One question, asked of a client's servers in turn until one answers (RFC 1035 §7.2).</summary>
internal sealed class DnsQuery(HostSockets sockets, DnsClientOptions options, RandomStream random, DnsQuestion question)
{
    private readonly Simulation _simulation = sockets.Stack.Simulation;
    private readonly DeviceTrace? _trace = sockets.Stack.Trace;
    private int _try;
    private PduEvent? _lastSent;
    private DnsMessage? _query;

    /// <summary>The server that answered.</summary>
    public Ipv4Address Server { get; private set; }

    /// <summary>Completes with the answer; where every server refused, with the last refusal; where none answered, with null.</summary>
    public async Task<DnsMessage?> RunAsync(IEnumerable<Ipv4Address> servers, CancellationToken cancellationToken)
    {
        DnsMessage? refusal = null;
        var turn = new Queue<(Ipv4Address Server, SimTime NotBefore)>(servers.Select(server => (server, SimTime.Zero)));
        for (_try = 1; _try <= options.Tries && turn.TryDequeue(out var next); _try++)
        {
            // A try that failed at once must not make the next one to the same server come at once, too.
            if (next.NotBefore > _simulation.Now)
                await _simulation.Delay(next.NotBefore - _simulation.Now, cancellationToken);
            var end = _simulation.Now + options.Timeout;
            Server = next.Server;
            var response = await AskAsync(cancellationToken);
            if (response is null)
                turn.Enqueue((next.Server, end));
            else if (response.ResponseCode is DnsResponseCode.NoError or DnsResponseCode.NameError)
                return response;
            else
                refusal = Refused(response);
        }

        return refusal ?? GiveUp();
    }

    /// <summary>A port and an ID of its own for each try: what a forger does not know, it must guess (RFC 5452 §9.2).</summary>
    private async Task<DnsMessage?> AskAsync(CancellationToken cancellationToken)
    {
        using var socket = sockets.BindUdp();
        var query = _query = DnsMessage.Query(random.NextUInt16(), question.Name, question.Type);
        if (_try > 1)
            _trace?.Because(_lastSent);
        _trace?.Out(
            Layer.Application, PduAction.Encapsulate, query, _try == 1 ? Reason.DnsAsks : Reason.DnsAsksAgain,
            question, Server, _try, options.Tries);
        try
        {
            socket.Send(Payload.Wrap(query.ToArray()), new Ipv4EndPoint(Server, DnsMessage.Port));
            _lastSent = _trace?.LastSent;
            var response = await WithinTimeoutAsync(token => ReceiveAsync(socket, query, token), cancellationToken);
            return response?.Has(DnsFlags.Truncated) == true ? await AskByTcpAsync(query, response, cancellationToken) : response;
        }
        catch (Exception problem) when (problem is SocketException or IOException)
        {
            // No way there, or a connection that broke: the stack has said why.
            _lastSent = _trace?.LastSent;
            return null;
        }
    }

    private async Task<DnsMessage?> ReceiveAsync(UdpSocket socket, DnsMessage query, CancellationToken cancellationToken)
    {
        while (true)
        {
            var datagram = await socket.ReceiveAsync(cancellationToken);
            if (Check(datagram.Payload, datagram.Source, query) is { } response)
                return response;
        }
    }

    /// <summary>What does not fit into a datagram comes by TCP (RFC 7766 §5). The connection is closed afterwards.</summary>
    private async Task<DnsMessage?> AskByTcpAsync(DnsMessage query, DnsMessage truncated, CancellationToken cancellationToken)
    {
        _trace?.In(Layer.Application, PduAction.Accept, truncated, Reason.DnsIsToldTruncated, Server, question);
        return await WithinTimeoutAsync(ExchangeAsync, cancellationToken);

        async Task<DnsMessage?> ExchangeAsync(CancellationToken token)
        {
            var server = new Ipv4EndPoint(Server, DnsMessage.Port);
            await using var stream = await sockets.ConnectAsync(server, token);
            _trace?.Out(Layer.Application, PduAction.Encapsulate, query, Reason.DnsAsksByTcp, question, Server);
            await DnsStream.WriteAsync(stream, query, token);
            return await DnsStream.ReadAsync(stream, token) is { } octets ? Check(octets, server, query) : null;
        }
    }

    /// <summary>Null where the time is up.</summary>
    private async Task<DnsMessage?> WithinTimeoutAsync(Func<CancellationToken, Task<DnsMessage?>> receive, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = new SimTimer(_simulation, end.Cancel);
        timer.Start(options.Timeout);
        try
        {
            return await receive(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            timer.Stop();
        }
    }

    /// <summary>Whether a message is the response to the query: source, ID and question must be right (RFC 5452 §9.1).</summary>
    private DnsMessage? Check(Payload octets, Ipv4EndPoint source, DnsMessage query)
    {
        if (!DnsMessage.TryDecode(octets.ToMemory().Span, out var response, out var error))
        {
            var malformed = new MalformedPdu(octets, error);
            return Drop(malformed, DropReason.Malformed, malformed);
        }

        var server = new Ipv4EndPoint(Server, DnsMessage.Port);
        if (source != server)
            return Drop(response, DropReason.DnsOtherSource, source, server);
        if (!response.IsResponse || response.Id != query.Id)
            return Drop(response, DropReason.DnsOtherId, $"0x{response.Id:x4}", $"0x{query.Id:x4}");
        // A server that could not read the query may leave the question out.
        var mayLackQuestion = response.ResponseCode is DnsResponseCode.FormatError or DnsResponseCode.NotImplemented;
        return response.Questions == query.Questions || (mayLackQuestion && response.Questions.Count == 0)
            ? response
            : Drop(response, DropReason.DnsOtherQuestion, response.Question, question);
    }

    private DnsMessage Refused(DnsMessage response)
    {
        _trace?.In(Layer.Application, PduAction.Accept, response, Reason.DnsIsToldFailure, Server, question, DnsText.Of(response.ResponseCode));
        return response;
    }

    private DnsMessage? GiveUp()
    {
        _trace?.Because(_lastSent);
        _trace?.Out(Layer.Application, PduAction.Drop, _query, DropReason.DnsNobodyAnswers, question, _try - 1);
        return null;
    }

    private DnsMessage? Drop(Pdu pdu, DropReason reason, params object?[] arguments)
    {
        _trace?.In(Layer.Application, PduAction.Drop, pdu, reason, arguments);
        return null;
    }
}
