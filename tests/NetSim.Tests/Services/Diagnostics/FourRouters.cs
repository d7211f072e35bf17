using NetSim.Devices;
using NetSim.Links;
using NetSim.Topology;

namespace NetSim.Tests.Services.Diagnostics;

/// <summary>Two hosts with four routers between them: 10.0.0.2 - R1 - R2 - R3 - R4 - 10.0.4.2.</summary>
internal sealed class FourRouters
{
    public FourRouters(int mtuBehindR2 = 1_500)
    {
        Near = Network.AddHost("Near", "10.0.0.2/24", gateway: "10.0.0.1");
        Far = Network.AddHost("Far", "10.0.4.2/24", gateway: "10.0.4.1");
        Routers =
        [
            Network.AddRouter("R1", "10.0.0.1/24", "10.0.1.1/24"),
            Network.AddRouter("R2", "10.0.1.2/24", "10.0.2.1/24"),
            Network.AddRouter("R3", "10.0.2.2/24", "10.0.3.1/24"),
            Network.AddRouter("R4", "10.0.3.2/24", "10.0.4.1/24"),
        ];
        Network.Connect(Near, Routers[0]);
        Network.Connect(Routers[0], Routers[1]);
        BehindR2 = Network.Connect(Routers[1], Routers[2], new LinkOptions { Mtu = mtuBehindR2 });
        Network.Connect(Routers[2], Routers[3]);
        Network.Connect(Routers[3], Far);
        Network.ComputeRoutes();
    }

    public Network Network { get; } = new();

    public Host Near { get; }

    public Host Far { get; }

    public IReadOnlyList<Router> Routers { get; }

    public Link BehindR2 { get; }
}
