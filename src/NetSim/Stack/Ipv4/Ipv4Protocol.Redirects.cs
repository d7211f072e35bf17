using NetSim.Packets.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Ipv4;

/// <content>A host's gateway knows a better first hop (RFC 1122 §3.2.2.2, §3.3.1.2).</content>
internal sealed partial class Ipv4Protocol
{
    private const int RedirectLimit = 256; // then the oldest is forgotten

    private readonly Queue<Ipv4Subnet> _redirected = new();

    /// <summary>A redirect about a packet of this host.</summary>
    public void OnRedirect(Ipv4Interface ingress, IpError error)
    {
        var destination = error.Packet.Destination;
        var gateway = error.Message.Gateway;
        if (!_options.AcceptsRedirects || IsForwarding
            || Routes.Find(destination) is not { Gateway: { } current } || error.Reporter != current
            || !ingress.IsOnLink(gateway) || IsOwn(gateway))
        {
            Drop(error.Message, DropReason.RedirectRefused, gateway);
            return;
        }

        var host = new Ipv4Subnet(destination, 32);
        Routes.RemoveAll(host);
        // A destination that is on the link after all is its own next hop.
        Routes.Add(new Route(host, gateway == destination ? null : gateway, ingress, Origin: RouteOrigin.Redirected));
        _trace?.In(Layer.Network, PduAction.Accept, error.Message, Reason.RedirectFollowed, destination, gateway);
        _redirected.Enqueue(host);
        if (_redirected.Count > RedirectLimit)
            Routes.RemoveAll(_redirected.Dequeue());
    }
}
