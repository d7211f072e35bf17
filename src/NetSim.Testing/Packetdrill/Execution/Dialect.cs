using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>Tells from what a script names which system it is for.</summary>
internal static class Dialect
{
    private static readonly string[] FreeBsdCommands =
        ["kldload", "kldstat", "sockstat", "ifconfig", "net.inet.", "kern.", "net.inet6.", "netstat -", "tcpdrop", "tcpsso", "siftr"];

    private static readonly string[] LinuxCommands =
        ["net.ipv4.", "net.core.", "net.ipv6.", "/proc/sys", "set_sysctls.py", "defaults.sh", "nstat", "ss -", "ip route", "ip addr", "ip link", "tc qdisc"];

    /// <summary>The profile that a run asks for, or else that of the script's dialect.</summary>
    public static PacketdrillProfile ProfileOf(PacketdrillScript script, PacketdrillOptions options)
    {
        if (options.Profile != PacketdrillProfile.Guessed)
            return options.Profile;
        var commands = string.Join('\n', script.Events.OfType<CommandEvent>().Append(script.InitCommand).Append(script.CleanupCommand).OfType<CommandEvent>().Select(command => command.Command));
        if (Array.Exists(LinuxCommands, word => commands.Contains(word, StringComparison.Ordinal)))
            return PacketdrillProfile.Linux;
        if (Array.Exists(FreeBsdCommands, word => commands.Contains(word, StringComparison.Ordinal)))
            return PacketdrillProfile.FreeBsd;
        return script.Events.OfType<SystemCallEvent>().SelectMany(call => call.Arguments).SelectMany(Symbols).Any(IsFreeBsdOnly)
            || script.Events.OfType<TcpPacketEvent>().Any(HasFreeBsdOptions)
            ? PacketdrillProfile.FreeBsd
            : PacketdrillProfile.Linux;
    }

    // tcp_addoptions pads with end-of-list, and puts the window scale behind the MSS; Linux does neither.
    private static bool HasFreeBsdOptions(TcpPacketEvent packet) =>
        packet is { Direction: PacketDirection.Outbound, Header.Options: { } options }
        && (options.Any(option => option is EndOfListSyntax) || options.ToList() is [MaximumSegmentSizeSyntax, NoOperationSyntax, WindowScaleSyntax, SackPermittedSyntax or TimestampsSyntax, ..]);

    private static bool IsFreeBsdOnly(string symbol) =>
        SymbolTable.FreeBsd.TryGetValue(symbol, out _) && !SymbolTable.Linux.TryGetValue(symbol, out _);

    private static IEnumerable<string> Symbols(Expression expression) => expression switch
    {
        SymbolExpression symbol => [symbol.Name],
        BinaryExpression binary => Symbols(binary.Left).Concat(Symbols(binary.Right)),
        ArrayExpression array => array.Items.SelectMany(Symbols),
        StructureExpression structure => structure.Fields.SelectMany(field => Symbols(field.Value)),
        _ => [],
    };
}
