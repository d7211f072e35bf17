using NetSim.Stack.Tcp;

namespace NetSim.Testing.Packetdrill.Execution;

/// <summary>The profiles by the name that a run gives them.</summary>
internal static class TcpProfiles
{
    public static TcpOptions Linux => TcpProfile.Rfc;

    public static TcpOptions FreeBsd => TcpProfile.Rfc;

    public static TcpOptions Windows => TcpProfile.Rfc;

    public static TcpOptions Rfc => TcpProfile.Rfc;
}
