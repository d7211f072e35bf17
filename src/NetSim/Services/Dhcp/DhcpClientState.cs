namespace NetSim.Services.Dhcp;

/// <summary>The states of a DHCP client (RFC 2131 §4.4, figure 5).</summary>
/// <remarks>INIT-REBOOT and REBOOTING are not among them: the client keeps no lease over a restart.</remarks>
public enum DhcpClientState
{
    /// <summary>INIT: it has no address and asks nobody, or is about to ask.</summary>
    Init,

    /// <summary>SELECTING: it has broadcast a Discover and waits for offers.</summary>
    Selecting,

    /// <summary>REQUESTING: it has taken an offer and waits for the Ack.</summary>
    Requesting,

    /// <summary>BOUND: it has a lease.</summary>
    Bound,

    /// <summary>RENEWING: it asks its server to extend the lease (from T1).</summary>
    Renewing,

    /// <summary>REBINDING: it asks any server to extend the lease (from T2).</summary>
    Rebinding,
}

/// <summary>The states as RFC 2131 writes them.</summary>
internal static class DhcpClientStateText
{
    public static string ToText(this DhcpClientState state) => state switch
    {
        DhcpClientState.Init => "INIT",
        DhcpClientState.Selecting => "SELECTING",
        DhcpClientState.Requesting => "REQUESTING",
        DhcpClientState.Bound => "BOUND",
        DhcpClientState.Renewing => "RENEWING",
        DhcpClientState.Rebinding => "REBINDING",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This is no state of a DHCP client."),
    };
}
