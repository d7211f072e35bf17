using NetSim.Kernel;
using NetSim.Links.Impairments;

namespace NetSim.Scenarios.Tcp;

/// <summary>Links that do everything to frames, in both directions.</summary>
public sealed class BadLinkTests
{
    [Theory]
    [InlineData("Rfc", 1)]
    [InlineData("Linux", 2)]
    [InlineData("FreeBsd", 3)]
    [InlineData("Windows", 4)]
    public void Every_octet_arrives_through_a_link_that_loses_damages_doubles_and_reorders(string profile, ulong seed) // RFC 9293 §2.2
    {
        var impairments = new LinkImpairments
        {
            Loss = new GilbertElliottLoss(0.01, 0.6),
            Corruption = 0.005,
            Duplication = 0.01,
            Reordering = new Reordering(0.02, 10.Milliseconds),
        };
        var transfer = new BulkTransfer
        {
            Seed = seed,
            Tcp = Profiles.Find(profile),
            Rtt = 20.Milliseconds,
            Time = 5.Seconds,
            Impairments = impairments,
            ReverseImpairments = impairments,
        };

        var result = transfer.Run();

        result.Received.Should().Be(result.Sent);
        result.Goodput.Should().BeGreaterThan(1e6, "Mathis' model has 3.9 Mb/s for so many losses, before timeouts");
        result.Info.TotalRetransmissions.Should().BeGreaterThan(20);
    }
}
