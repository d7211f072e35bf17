using System.Globalization;
using NetSim.Kernel;
using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Between which kinds of address a script runs.</summary>
internal enum ScriptIpVersion
{
    /// <summary>IPv4 sockets, IPv4 packets.</summary>
    Ipv4,

    /// <summary>IPv6 sockets, IPv6 packets.</summary>
    Ipv6,

    /// <summary>IPv6 sockets, IPv4 packets.</summary>
    Ipv4MappedIpv6,
}

/// <summary>What a script's options say. What is <see langword="null"/> is not said.</summary>
internal sealed record ScriptOptions
{
    // Those without a value are flags. Options of the original that concern its own process are known, so that they do no harm.
    private static readonly HashSet<string> WithValue =
    [
        "ip_version", "bind_port", "connect_port", "local_ip", "remote_ip", "gateway_ip", "netmask_ip", "mtu", "mss", "speed",
        "tolerance_usecs", "tolerance_percent", "tcp_ts_tick_usecs", "ts_tick_usecs", "non_fatal", "init_scripts", "define",
        "code_command", "code_format", "code_sockopt", "so_filename", "so_flags", "udp_encapsulation", "udp_encaps",
        "wire_server_ip", "wire_server_at", "wire_server_port", "wire_client_dev", "wire_server_dev",
    ];

    private static readonly HashSet<string> Flags =
    [
        "tcp_ts_ecr_scaled", "strict_segments", "dry_run", "verbose", "debug", "is_anyip", "send_omit_free", "wire_client", "wire_server",
    ];

    public ScriptIpVersion? IpVersion { get; private init; }

    public Duration? Tolerance { get; private init; }

    public double? TolerancePercent { get; private init; }

    public int? Mtu { get; private init; }

    public int? Mss { get; private init; }

    public string? LocalIp { get; private init; }

    public string? RemoteIp { get; private init; }

    public string? GatewayIp { get; private init; }

    public string? NetmaskIp { get; private init; }

    public ushort? BindPort { get; private init; }

    public ushort? ConnectPort { get; private init; }

    /// <summary>The speed of the script's interface, in Mb/s.</summary>
    public long? SpeedMegabits { get; private init; }

    /// <summary>The clock of TSval; zero, the original's default, says that TSval is not checked.</summary>
    public Duration? TimestampTick { get; private init; }

    public bool TimestampEchoIsScaled { get; private init; }

    /// <summary>Whether each expected packet is one packet; otherwise several small ones may come instead of a large one.</summary>
    public bool StrictSegments { get; private init; }

    /// <summary>Whether a wrong packet is only a warning.</summary>
    public bool PacketErrorsAreWarnings { get; private init; }

    /// <summary>Whether a wrong system call is only a warning.</summary>
    public bool SystemCallErrorsAreWarnings { get; private init; }

    public bool DryRun { get; private init; }

    /// <summary>Paths of commands to run first, with commas between them.</summary>
    public string? InitScripts { get; private init; }

    public string? UdpEncapsulation { get; private init; }

    /// <summary>Options that the language does not have.</summary>
    public PduList<ScriptOption> Unknown { get; private init; }

    /// <summary>Whether an option of this name has a value.</summary>
    public static bool TakesValue(string name) => WithValue.Contains(name);

    /// <summary>Reads the options of a script; of several with the same name the last one counts.</summary>
    /// <exception cref="PacketdrillSyntaxException">A value is not of its option's kind.</exception>
    public static ScriptOptions Read(string file, IEnumerable<ScriptOption> options)
    {
        var result = new ScriptOptions();
        var unknown = new List<ScriptOption>();
        foreach (var option in options)
        {
            if (WithValue.Contains(option.Name) || Flags.Contains(option.Name))
                result = result.With(file, option);
            else
                unknown.Add(option);
        }

        return result with { Unknown = [.. unknown] };
    }

    private ScriptOptions With(string file, ScriptOption option)
    {
        var value = option.Value ?? "";
        return option.Name switch
        {
            "ip_version" => this with { IpVersion = ReadIpVersion(file, option) },
            "tolerance_usecs" => this with { Tolerance = Microseconds(file, option) },
            "tolerance_percent" => this with { TolerancePercent = ReadPercent(file, option) },
            "tcp_ts_tick_usecs" or "ts_tick_usecs" => this with { TimestampTick = Microseconds(file, option) },
            "tcp_ts_ecr_scaled" => this with { TimestampEchoIsScaled = true },
            "mtu" => this with { Mtu = (int)Number(file, option, 0, 65535) },
            "mss" => this with { Mss = (int)Number(file, option, 1, 65535) },
            "speed" => this with { SpeedMegabits = Number(file, option, 0, uint.MaxValue) },
            "bind_port" => this with { BindPort = (ushort)Number(file, option, 1, 65535) },
            "connect_port" => this with { ConnectPort = (ushort)Number(file, option, 1, 65535) },
            "local_ip" => this with { LocalIp = value },
            "remote_ip" => this with { RemoteIp = value },
            "gateway_ip" => this with { GatewayIp = value },
            "netmask_ip" => this with { NetmaskIp = value },
            "strict_segments" => this with { StrictSegments = true },
            "dry_run" => this with { DryRun = true },
            "init_scripts" => this with { InitScripts = value },
            "udp_encapsulation" or "udp_encaps" => this with { UdpEncapsulation = value },
            "non_fatal" => this with
            {
                PacketErrorsAreWarnings = PacketErrorsAreWarnings || ListContains(value, "packet"),
                SystemCallErrorsAreWarnings = SystemCallErrorsAreWarnings || ListContains(value, "syscall"),
            },
            _ => this,
        };
    }

    private static bool ListContains(string list, string item) => list.Split(',', ' ').Contains(item);

    private static ScriptIpVersion ReadIpVersion(string file, ScriptOption option) => option.Value switch
    {
        "ipv4" => ScriptIpVersion.Ipv4,
        "ipv6" => ScriptIpVersion.Ipv6,
        "ipv4-mapped-ipv6" => ScriptIpVersion.Ipv4MappedIpv6,
        _ => throw Bad(file, option, "ipv4, ipv6 or ipv4-mapped-ipv6"),
    };

    private static double ReadPercent(string file, ScriptOption option) =>
        double.TryParse(option.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            ? percent
            : throw Bad(file, option, "a percentage");

    private static Duration Microseconds(string file, ScriptOption option) => new(Number(file, option, 0, int.MaxValue) * 1000);

    private static long Number(string file, ScriptOption option, long least, long most) =>
        long.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Bad(file, option, $"a number from {least} to {most}");

    private static PacketdrillSyntaxException Bad(string file, ScriptOption option, string expected) =>
        new(file, option.Line, 1, $"Expected {expected} as the value of --{option.Name}, not '{option.Value}'.");
}
