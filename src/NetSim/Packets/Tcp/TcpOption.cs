namespace NetSim.Packets.Tcp;

/// <summary>An option in a TCP header (RFC 9293 §3.2).</summary>
public abstract record TcpOption
{
    private protected TcpOption()
    {
    }

    /// <summary>The option kind (IANA TCP option kinds).</summary>
    public abstract byte Kind { get; }

    /// <summary>The number of octets, kind and length included.</summary>
    public abstract int WireLength { get; }

    internal abstract void Encode(Span<byte> destination);
}
