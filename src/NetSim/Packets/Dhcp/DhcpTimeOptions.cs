using System.Buffers.Binary;

namespace NetSim.Packets.Dhcp;

/// <summary>An option whose data is a number of seconds.</summary>
/// <param name="Seconds">The seconds; <see cref="Infinity"/> means for ever (RFC 2131 §3.3).</param>
public abstract record DhcpTimeOption(uint Seconds) : DhcpOption
{
    /// <summary>The number that means for ever (RFC 2131 §3.3).</summary>
    public const uint Infinity = 0xFFFF_FFFF;

    /// <inheritdoc/>
    public sealed override int DataLength => sizeof(uint);

    private protected sealed override string ValueText => Seconds == Infinity ? "infinite" : $"{Seconds} s";

    private protected sealed override void EncodeData(Span<byte> destination) =>
        BinaryPrimitives.WriteUInt32BigEndian(destination, Seconds);
}

/// <summary>How long the lease lasts, or is asked to last (RFC 2132 §9.2).</summary>
/// <param name="Seconds">Seconds from when the client asked.</param>
public sealed record LeaseTimeOption(uint Seconds) : DhcpTimeOption(Seconds)
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.LeaseTime;
}

/// <summary>When the client asks its own server to extend the lease: T1 (RFC 2132 §9.11).</summary>
/// <param name="Seconds">Seconds from when the client asked.</param>
public sealed record RenewalTimeOption(uint Seconds) : DhcpTimeOption(Seconds)
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.RenewalTime;
}

/// <summary>When the client asks any server to extend the lease: T2 (RFC 2132 §9.12).</summary>
/// <param name="Seconds">Seconds from when the client asked.</param>
public sealed record RebindingTimeOption(uint Seconds) : DhcpTimeOption(Seconds)
{
    /// <inheritdoc/>
    public override DhcpOptionCode Code => DhcpOptionCode.RebindingTime;
}
