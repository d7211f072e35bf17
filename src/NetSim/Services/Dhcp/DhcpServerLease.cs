using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;

namespace NetSim.Services.Dhcp;

/// <summary>A lease as its DHCP server sees it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Client">Whose it is.</param>
/// <param name="ExpiresAt">When it ends; <see cref="SimTime.MaxValue"/> for never.</param>
public sealed record DhcpServerLease(Ipv4Address Address, MacAddress Client, SimTime ExpiresAt);
