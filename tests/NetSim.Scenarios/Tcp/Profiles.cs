using NetSim.Stack.Tcp;

namespace NetSim.Scenarios.Tcp;

/// <summary>The profiles by their names, as theories have them.</summary>
internal static class Profiles
{
    public static IReadOnlyList<string> Names { get; } = ["Rfc", "Linux", "FreeBsd", "Windows"];

    public static TcpOptions Find(string name) => name switch
    {
        "Rfc" => TcpProfile.Rfc,
        "Linux" => TcpProfile.Linux,
        "FreeBsd" => TcpProfile.FreeBsd,
        "Windows" => TcpProfile.Windows,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
