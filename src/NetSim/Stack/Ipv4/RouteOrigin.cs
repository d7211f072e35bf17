namespace NetSim.Stack.Ipv4;

/// <summary>How a route came into the table. Of routes to one destination with one metric, the first of these wins.</summary>
internal enum RouteOrigin
{
    /// <summary>An interface has an address in the subnet.</summary>
    Connected,

    /// <summary>Somebody configured it: by hand or by DHCP.</summary>
    Static,

    /// <summary>It is the shortest path through the network.</summary>
    Computed,

    /// <summary>The gateway told of a better first hop.</summary>
    Redirected,
}
