using NetSim.Packets;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>A TCP option as a script writes it.</summary>
internal abstract record TcpOptionSyntax
{
    /// <summary>The octets that the option takes in a header.</summary>
    public abstract int WireLength { get; }
}

/// <summary><c>eol</c>: end of option list, kind 0.</summary>
internal sealed record EndOfListSyntax : TcpOptionSyntax
{
    public override int WireLength => 1;

    public override string ToString() => "eol";
}

/// <summary><c>nop</c>: kind 1.</summary>
internal sealed record NoOperationSyntax : TcpOptionSyntax
{
    public override int WireLength => 1;

    public override string ToString() => "nop";
}

/// <summary><c>mss 1460</c>: kind 2.</summary>
/// <param name="Value">The size; <see langword="null"/> (<c>mss *</c>) is free.</param>
internal sealed record MaximumSegmentSizeSyntax(ushort? Value) : TcpOptionSyntax
{
    public override int WireLength => 4;

    public override string ToString() => $"mss {(Value is { } value ? $"{value}" : "*")}";
}

/// <summary><c>wscale 7</c>: kind 3 (RFC 7323 §2).</summary>
/// <param name="Shift">The shift count; <see langword="null"/> (<c>wscale *</c>) is free.</param>
internal sealed record WindowScaleSyntax(byte? Shift) : TcpOptionSyntax
{
    public override int WireLength => 3;

    public override string ToString() => $"wscale {(Shift is { } shift ? $"{shift}" : "*")}";
}

/// <summary><c>sackOK</c>: kind 4 (RFC 2018 §2).</summary>
internal sealed record SackPermittedSyntax : TcpOptionSyntax
{
    public override int WireLength => 2;

    public override string ToString() => "sackOK";
}

/// <summary><c>sack 1:2 3:4</c>: kind 5 (RFC 2018 §3).</summary>
/// <param name="Blocks">The blocks in their order.</param>
internal sealed record SackSyntax(PduList<SackBlockSyntax> Blocks) : TcpOptionSyntax
{
    public override int WireLength => 2 + (8 * Blocks.Count);

    public override string ToString() => "sack " + string.Join(' ', Blocks);
}

/// <summary>A block of a SACK option.</summary>
/// <param name="Left">The first sequence number.</param>
/// <param name="Right">The one after the last.</param>
/// <param name="IsAbsolute"><c>1:2!</c>: the numbers are as on the wire.</param>
internal sealed record SackBlockSyntax(uint Left, uint Right, bool IsAbsolute = false)
{
    public override string ToString() => $"{Left}:{Right}{(IsAbsolute ? "!" : "")}";
}

/// <summary><c>TS val 100 ecr 0</c>: kind 8 (RFC 7323 §3).</summary>
/// <param name="Value">TSval; <see langword="null"/> (<c>val ...</c>) is free.</param>
/// <param name="EchoReply">TSecr; <see langword="null"/> (<c>ecr ...</c>) is free.</param>
/// <param name="ValueIsAbsolute"><c>val 100!</c>: the number is as on the wire.</param>
/// <param name="EchoReplyIsAbsolute"><c>ecr 100!</c>: the number is as on the wire.</param>
internal sealed record TimestampsSyntax(
    uint? Value, uint? EchoReply, bool ValueIsAbsolute = false, bool EchoReplyIsAbsolute = false) : TcpOptionSyntax
{
    public override int WireLength => 10;

    public override string ToString() => $"TS val {Text(Value, ValueIsAbsolute)} ecr {Text(EchoReply, EchoReplyIsAbsolute)}";

    private static string Text(uint? number, bool isAbsolute) => number is { } value ? $"{value}{(isAbsolute ? "!" : "")}" : "...";
}

/// <summary>An option of which a script gives the octets.</summary>
/// <param name="Name">The word of the script: <c>FO</c>, <c>FOEXP</c>, <c>md5</c>, <c>uto</c>.</param>
/// <param name="Kind">The option kind.</param>
/// <param name="Data">What follows the kind and the length.</param>
internal sealed record OctetsOptionSyntax(string Name, byte Kind, PduList<byte> Data) : TcpOptionSyntax
{
    public override int WireLength => 2 + Data.Count;

    public override string ToString() =>
        Data.Count == 0 ? Name : $"{Name} {Convert.ToHexStringLower(Data.AsSpan())}";
}
