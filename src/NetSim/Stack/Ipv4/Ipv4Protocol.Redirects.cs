using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>A host's gateway knows a better first hop (RFC 1122 §3.2.2.2, §3.3.1.2).</content>
internal sealed partial class Ipv4Protocol
{
    private const int RedirectLimit = 256; // then the oldest is forgotten

    private readonly Queue<(Ipv4Subnet Host, NextHop Hop)> _redirected = new();

    /// <summary>A redirect about a packet of this host.</summary>
    public void OnRedirect(Ipv4Interface ingress, IpError error)
    {
        var destination = error.Packet.Destination;
        var gateway = error.Message.Gateway;
        if (!_options.AcceptsRedirects || IsForwarding
            || error.Reporter is not { } reporter || !IsFirstHop(reporter, destination)
            || !ingress.AreInOneSubnet(reporter, gateway) || !gateway.IsUnicast || ingress.IsBroadcast(gateway) || IsOwn(gateway))
        {
            Drop(error.Message, DropReason.RedirectRefused, gateway);
            return;
        }

        var host = new Ipv4Subnet(destination, 32);
        // A destination that is on the link after all is its own next hop.
        var hop = new NextHop(gateway == destination ? null : gateway, ingress);
        Routes.Replace(host, new RouteGroup(0, RouteOrigin.Redirected, hop));
        _trace?.In(Layer.Network, PduAction.Accept, error.Message, Reason.RedirectFollowed, destination, gateway);
        _redirected.Enqueue((host, hop));
        if (_redirected.Count > RedirectLimit)
        {
            var (oldest, way) = _redirected.Dequeue();
            if (!_redirected.Contains((oldest, way)))
                Routes.Remove(oldest, way.Gateway, way.Egress);
        }
    }

    /// <summary>Whether packets to the destination go to this gateway, or may go there as to others that are as good.</summary>
    private bool IsFirstHop(Ipv4Address gateway, Ipv4Address destination)
    {
        if (Routes.Match(destination, out _) is { } group)
        {
            foreach (var hop in group.NextHops)
            {
                if (hop.Gateway == gateway)
                    return true;
            }
        }

        return false;
    }
}
