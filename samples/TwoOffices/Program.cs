using NetSim.Kernel;
using NetSim.Links;
using NetSim.Topology;

// An office in Seoul whose servers are in Busan, two routers away, over a leased line of 2 Mb/s.
var network = new Network(seed: 1);

var seoul = network.AddSwitch("Seoul Switch");
var client = network.AddClient("Client");
var dhcp = network.AddDhcpServer(
    "DHCP Server", "192.168.1.252/24", pool: "192.168.1.1-192.168.1.100", dns: "192.168.2.253", gateway: "192.168.1.254");
var seoulRouter = network.AddRouter("Seoul Router", "192.168.1.254/24", "10.0.0.1/30");
network.Connect(seoul, client, dhcp, seoulRouter);

var busan = network.AddSwitch("Busan Switch");
var dns = network.AddDnsServer("DNS Server", "192.168.2.253/24", ("ark-inflearn.com", "192.168.2.80"));
var web = network.AddWebServer("Web Server", "192.168.2.80/24", ("/", "<h1>Greetings from Busan</h1>"));
var busanRouter = network.AddRouter("Busan Router", "192.168.2.254/24", "10.0.0.2/30");
network.Connect(busan, dns, web, busanRouter);
dns.AddRoute("0.0.0.0/0", gateway: "192.168.2.254");
web.AddRoute("0.0.0.0/0", gateway: "192.168.2.254");

network.Connect(seoulRouter, busanRouter, new LinkOptions
{
    DataRate = DataRate.FromMegabitsPerSecond(2),
    PropagationDelay = 2.Milliseconds,
});
network.ComputeRoutes();

var page = network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
network.Run(); // until the last ACK has arrived

Console.WriteLine(network.Trace.ToEventList(new() { Types = ["DNS", "TCP", "HTTP"] }));
Console.WriteLine(page.Text);
Console.WriteLine($"It took {network.Simulation.Now} s in all; each router passed {seoulRouter.Interfaces[1].Counters.OutboundFrames} packets to Busan.");
