using NetSim.Packets;
using NetSim.Packets.Ipv4;

namespace NetSim.Sockets;

/// <summary>What a UDP socket received.</summary>
/// <param name="Payload">The octets.</param>
/// <param name="Source">Who sent them.</param>
/// <param name="Destination">Which address of this host, or which broadcast address, they were sent to.</param>
public sealed record UdpMessage(Payload Payload, Ipv4EndPoint Source, Ipv4EndPoint Destination);
