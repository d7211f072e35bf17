using NetSim.Topology;

var network = new Network(seed: 1);
var lan = network.AddSwitch("Switch");
var client = network.AddClient("Client"); // leases its address
var dhcp = network.AddDhcpServer("DHCP Server", "192.168.100.252/24", pool: "192.168.100.1-192.168.100.100", dns: "192.168.100.254");
var dns = network.AddDnsServer("DNS Server", "192.168.100.254/24", ("ark-inflearn.com", "192.168.100.253"));
var web = network.AddWebServer("Web Server", "192.168.100.253/24", ("/", "<h1>It works</h1>"));
network.Connect(lan, client, dhcp, dns, web);

var page = network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
network.Run(); // until the last ACK has arrived

Console.WriteLine(page.Text);
Console.WriteLine(network.Trace.ToEventList());
network.Trace.SavePcapng("page.pcapng"); // opens in Wireshark
