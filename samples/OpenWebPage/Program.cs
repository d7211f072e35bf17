using System.CommandLine;
using NetSim.Devices;
using NetSim.Services.Http;
using NetSim.Topology;
using NetSim.Tracing;

namespace OpenWebPage;

/// <summary>
/// A browser opens http://ark-inflearn.com: a DHCP lease, ARP, a DNS query through a switch, the three-way handshake, GET and 200,
/// and the four segments of the close.
/// </summary>
public static class Program
{
    /// <summary>Prints the event list, the page and the sequence, and writes them and more where asked to.</summary>
    public static int Main(string[] args)
    {
        var seed = new Option<ulong>("--seed")
        {
            Description = "What the run's random numbers are derived from: initial sequence numbers, transaction ids.",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<DirectoryInfo?>("--out")
        {
            Description = "A folder to write events.txt, client.pcapng, network.pcapng, sequence.mmd and pdu.txt to.",
        };
        var command = new RootCommand("Opens a web page in a simulated network and shows every packet.") { seed, output };
        command.SetAction(arguments => Run(arguments.GetValue(seed), arguments.GetValue(output)));
        return command.Parse(args).Invoke();
    }

    private static void Run(ulong seed, DirectoryInfo? output)
    {
        var (network, client) = Build(seed);
        var page = network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
        network.Run(); // until the last ACK has arrived

        Print(network.Trace, page);
        if (output is not null)
            Write(network.Trace, client, output);
    }

    private static (Network Network, Client Client) Build(ulong seed)
    {
        var network = new Network(seed);
        var lan = network.AddSwitch("Switch");
        var client = network.AddClient("Client");
        var dhcp = network.AddDhcpServer(
            "DHCP Server", "192.168.100.252/24", pool: "192.168.100.1-192.168.100.100", dns: "192.168.100.254");
        var dns = network.AddDnsServer("DNS Server", "192.168.100.254/24", ("ark-inflearn.com", "192.168.100.253"));
        var web = network.AddWebServer("Web Server", "192.168.100.253/24", ("/", "<!DOCTYPE html>\n<title>Ark</title>\n<h1>It works</h1>\n"));
        network.Connect(lan, client, dhcp, dns, web);
        return (network, client);
    }

    private static void Print(Trace trace, HttpResponse page)
    {
        Console.WriteLine(trace.ToEventList());
        Console.WriteLine($"The page ({page.StatusCode} {page.ReasonPhrase}):");
        Console.WriteLine(page.Text);
        Console.WriteLine("The sequence (Mermaid):");
        Console.WriteLine(trace.ToSequenceDiagram());
    }

    private static void Write(Trace trace, Client client, DirectoryInfo folder)
    {
        folder.Create();
        File.WriteAllText(Path.Combine(folder.FullName, "events.txt"), trace.ToEventList());
        trace.SavePcapng(Path.Combine(folder.FullName, "client.pcapng"), client.Interfaces[0].Port);
        trace.SavePcapng(Path.Combine(folder.FullName, "network.pcapng"));
        File.WriteAllText(Path.Combine(folder.FullName, "sequence.mmd"), trace.ToSequenceDiagram());
        File.WriteAllText(Path.Combine(folder.FullName, "pdu.txt"), trace.ToFullView());
        Console.WriteLine($"Written to {folder.FullName}: events.txt, client.pcapng, network.pcapng, sequence.mmd, pdu.txt");
    }
}
