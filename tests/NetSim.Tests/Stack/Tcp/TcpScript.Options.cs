using System.Globalization;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Tcp;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <content>
/// Options, in their order: <c>&lt;mss 1460, sackOK, TS val 100 ecr 0, nop, wscale 7, sack 1001:2001 3001:4001, uto 30 s, eol&gt;</c>.
/// </content>
internal sealed partial class TcpScript
{
    private static readonly string[] EcnNames = ["noecn", "ect1", "ect0", "ce"];

    /// <summary>A connection that this side opened, and the peer with these options, a round trip later.</summary>
    public static TcpScript Established(
        string peerOptions, TcpOptions? options = null, Duration? rtt = null, int window = 65_535, uint iss = 1_000, uint peerIss = 5_000,
        uint timestampOffset = 0, Action<TcpSettings>? settings = null)
    {
        var tcp = new TcpScript(options, iss, peerIss, settings, timestampOffset);
        tcp.Connection.Connect();
        tcp.Expect("S 0:0(0)");
        tcp.ExpectNothingFor(rtt ?? Duration.Zero);
        tcp.Send("S.", seq: 0, ack: 1, win: window, options: peerOptions);
        tcp.Expect(". 1:1(0) ack 1");
        return tcp;
    }

    /// <summary>A connection whose settings an application has changed before it is opened.</summary>
    public static TcpScript Closed(TcpOptions? options, Action<TcpSettings> settings, uint timestampOffset = 0) =>
        new(options, 1_000, 5_000, settings, timestampOffset);

    /// <summary>A connection that a listener makes for the peer's SYN.</summary>
    public void Accept(string flags, string options, int win = 65_535) =>
        Connection.Accept(Record("<", Segment(flags, 0, 0, win, Payload.Empty, null, 0, options)));

    /// <summary>The peer acknowledges, and tells what it holds beyond; other segments may be under way that no line has expected yet.</summary>
    public void Sack(long ack, string blocks, int win = 65_535) => Receive(".", seq: 1, ack, win, options: $"<nop, nop, sack {blocks}>");

    /// <summary>The application changes its settings.</summary>
    public void Set(Action<TcpSettings> settings)
    {
        settings(Connection.Settings);
        Do("setsockopt", Connection.OnSettingsChanged);
    }

    private PduList<TcpOption> Options(string text)
    {
        var options = text.Trim('<', '>').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. options.Select(Option)];
    }

    private TcpOption Option(string text) => text.Split(' ') switch
    {
        ["mss", var size] => new MaximumSegmentSizeOption(ushort.Parse(size, CultureInfo.InvariantCulture)),
        ["sackOK"] => new SackPermittedOption(),
        ["TS", "val", var value, "ecr", var echo] => new TimestampsOption(Number(value), Number(echo)),
        ["nop"] => new NoOperationOption(),
        ["wscale", var shift] => new WindowScaleOption(byte.Parse(shift, CultureInfo.InvariantCulture)),
        ["sack", .. var blocks] => new SackOption([.. blocks.Select(Block)]),
        ["uto", var timeout, var unit] => new UserTimeoutOption(unit == "min", ushort.Parse(timeout, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, "No option of the notation."),
    };

    private SackBlock Block(string text)
    {
        var ends = text.Split(':');
        return new SackBlock(_iss + (int)long.Parse(ends[0], CultureInfo.InvariantCulture), _iss + (int)long.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    private static uint Number(string text) => uint.Parse(text, CultureInfo.InvariantCulture);

    private string Describe(PduList<TcpOption> options, bool isOwn) => string.Join(',', options.Select(option => option is SackOption sack
        ? $"sack {string.Join(' ', sack.Blocks.Select(block => $"{Relative(block.Left, isOwn)}:{Relative(block.Right, isOwn)}"))}"
        : option.ToString()));

    // A side's blocks are of the other side's numbers.
    private uint Relative(SequenceNumber number, bool isOwn) => number.Value - (isOwn ? _peerIss : _iss).Value;

    /// <summary>The ECN field of a packet (RFC 3168 §5).</summary>
    public enum EcnField : byte
    {
        NotCapable = 0,
        Capable1 = 1,
        Capable0 = 2,
        Congested = 3,
    }
}
