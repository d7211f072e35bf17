using NetSim.Topology;

var network = new Network(seed: 1);
var client = network.AddClient("Client", "10.0.0.1/24", dns: "10.0.0.2");
var dns = network.AddDnsServer("DNS Server", "10.0.0.2/24", ("ark-inflearn.com", "10.0.0.3"));
var web = network.AddWebServer("Web Server", "10.0.0.3/24", ("/", "It works"));
network.Connect(network.AddSwitch("Switch"), client, dns, web);
var page = network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
Console.WriteLine($"{page.StatusCode} {page.Text}");
