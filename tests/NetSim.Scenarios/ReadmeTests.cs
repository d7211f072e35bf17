using NetSim.Devices;
using NetSim.Packets.Tcp;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Scenarios;

/// <summary>What the README says of the first code holds.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void The_code_that_asks_the_trace_compiles_and_holds()
    {
        var network = OpenPage();

        var syn = network.Trace.PduEvents.First(e => e.Device == "Web Server" && e.InPdu?.Find<TcpSegment>() is { Flags: TcpFlags.Syn });

        syn.InSteps.Should().Contain(step => step.Reason == Reason.TcpFindsListener);

        var own = File.ReadAllText(Path.Combine(Repository.Root, "tests", "NetSim.Scenarios", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        foreach (var line in Block("```csharp\nvar syn").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            own.Should().Contain($"        {line}\n", "the README's code is cut from this test");
    }

    [Fact]
    public void The_SYN_is_explained_as_shown()
    {
        var network = OpenPage();
        var syn = network.Trace.PduEvents.First(e => e.Device == "Web Server" && e.InPdu?.Find<TcpSegment>() is { Flags: TcpFlags.Syn });

        network.Trace.ToFullView(syn).Should().Contain(Block("```\nIn Layers"));
    }

    [Theory]
    [InlineData("```csharp\nvar network = new Network(new NetworkOptions")]
    [InlineData("```csharp\nsocket.CongestionControl")]
    [InlineData("```csharp\nvar info")]
    [InlineData("```csharp\nSave(")]
    public void The_code_on_TCP_is_the_samples(string start)
    {
        var sample = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "TcpPlots", "Program.cs")).Select(line => line.Trim());

        string.Join('\n', sample).Should().Contain(string.Join('\n', Block(start).Split('\n').Select(line => line.Trim())).TrimEnd());
    }

    /// <summary>A block of the README, without its fences.</summary>
    private static string Block(string start)
    {
        var from = Readme.IndexOf(start, StringComparison.Ordinal);
        from.Should().BePositive("the README has a block that starts so");
        from = Readme.IndexOf('\n', from) + 1;
        return Readme[from..Readme.IndexOf("```", from, StringComparison.Ordinal)];
    }

    /// <summary>As the README's first code does.</summary>
    private static Network OpenPage()
    {
        var network = new Network(seed: 1);
        var lan = network.AddSwitch("Switch");
        var client = network.AddClient("Client");
        Device[] servers =
        [
            network.AddDhcpServer("DHCP Server", "192.168.100.252/24", pool: "192.168.100.1-192.168.100.100", dns: "192.168.100.254"),
            network.AddDnsServer("DNS Server", "192.168.100.254/24", ("ark-inflearn.com", "192.168.100.253")),
            network.AddWebServer("Web Server", "192.168.100.253/24", ("/", "<h1>It works</h1>")),
        ];
        network.Connect(lan, [client, .. servers]);
        network.Run(() => client.Browser.GetAsync("http://ark-inflearn.com"));
        return network;
    }
}
