namespace NetSim.Packets.Tcp;

/// <summary>What a <see cref="TimestampsOption"/> tells, as a value: TSval and TSecr (RFC 7323 §3.2).</summary>
internal readonly record struct TcpTimestamps(uint Value, uint EchoReply);
