namespace NetSim.Packets.Tcp;

/// <summary>The cookie with which data may stand in a SYN, or, empty, the request for one (RFC 7413 §4.1.1).</summary>
/// <param name="Cookie">Nothing, or an even number of octets from 4 to 16.</param>
public sealed record FastOpenOption(Payload Cookie) : TcpOption
{
    internal const byte OptionKind = 34;

    private const int HeaderLength = 2;
    private const int MinCookieLength = 4;
    private const int MaxCookieLength = 16;

    /// <inheritdoc/>
    public override byte Kind => OptionKind;

    /// <inheritdoc/>
    public override int WireLength => HeaderLength + Cookie.WireLength;

    /// <inheritdoc/>
    public override string ToString() =>
        Cookie.IsEmpty ? "tfo cookiereq" : $"tfo cookie {Convert.ToHexStringLower(Cookie.ToMemory().Span)}";

    // Others are to be ignored (RFC 7413 §4.1.1).
    internal static bool IsLength(byte length) =>
        length == HeaderLength || (length % 2 == 0 && length is >= HeaderLength + MinCookieLength and <= HeaderLength + MaxCookieLength);

    internal override void Encode(Span<byte> destination)
    {
        destination[0] = OptionKind;
        destination[1] = (byte)WireLength;
        Cookie.Encode(destination[HeaderLength..]);
    }
}
