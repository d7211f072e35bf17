using NetSim.Stack.Tcp;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>The profiles by the name that a run gives them.</summary>
internal static class TcpProfiles
{
    public static TcpOptions Linux => TcpProfile.Linux;

    public static TcpOptions FreeBsd => TcpProfile.FreeBsd;

    public static TcpOptions Windows => TcpProfile.Windows;

    public static TcpOptions Rfc => TcpProfile.Rfc;
}
