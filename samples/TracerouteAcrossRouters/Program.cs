using NetSim.Kernel;
using NetSim.Links;
using NetSim.Services.Diagnostics;
using NetSim.Sockets;
using NetSim.Topology;

// A path of four routers: Seoul – Daejeon – Daegu – Busan. The link in the middle carries packets of 1,400 octets at most.
var network = new Network(seed: 1);
var laptop = network.AddHost("Laptop", "10.0.0.2/24", gateway: "10.0.0.1");
var seoul = network.AddRouter("Seoul", "10.0.0.1/24", "10.0.1.1/30");
var daejeon = network.AddRouter("Daejeon", "10.0.1.2/30", "10.0.2.1/30");
var daegu = network.AddRouter("Daegu", "10.0.2.2/30", "10.0.3.1/30");
var busan = network.AddRouter("Busan", "10.0.3.2/30", "10.0.4.1/24");
var server = network.AddHost("Server", "10.0.4.2/24", gateway: "10.0.4.1");

network.Connect(laptop, seoul);
network.Connect(seoul, daejeon, new LinkOptions { PropagationDelay = 1.Milliseconds });
network.Connect(daejeon, daegu, new LinkOptions { PropagationDelay = 1.Milliseconds, Mtu = 1_400 });
network.Connect(daegu, busan, new LinkOptions { PropagationDelay = 1.Milliseconds });
network.Connect(busan, server);
network.ComputeRoutes();

network.Run(async () =>
{
    Show("traceroute 10.0.4.2", await laptop.TracerouteAsync("10.0.4.2"));
    Show("traceroute -I 10.0.4.2", await laptop.TracerouteAsync("10.0.4.2", new TracerouteOptions { Protocol = TracerouteProtocol.Icmp }));
    Show("ping -n 1 10.0.4.2", await laptop.PingAsync("10.0.4.2", new PingOptions { Count = 1 }));
    Show("ping -n 1 -i 2 10.0.4.2", await laptop.PingAsync("10.0.4.2", new PingOptions { Count = 1, TimeToLive = 2 }));
    Show("ping -n 1 -f -l 1472 10.0.4.2", await laptop.PingAsync("10.0.4.2", new PingOptions { Count = 1, DataLength = 1_472, DontFragment = true }));
    Show("ping -n 1 -l 1472 10.0.4.2", await laptop.PingAsync("10.0.4.2", new PingOptions { Count = 1, DataLength = 1_472 }));
    Show("ping -n 1 10.0.4.9", await laptop.PingAsync("10.0.4.9", new PingOptions { Count = 1 }));
    Show("arp -a", laptop.GetArpTable());
    Show("route print", seoul.GetRouteTable());
});

static void Show(string command, object result)
{
    Console.WriteLine($"> {command}");
    Console.WriteLine(result);
    Console.WriteLine();
}
