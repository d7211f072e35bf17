using NetSim.Tests.Tracing.Captures;

namespace NetSim.Scenarios;

/// <summary>samples/OpenWebPage, as somebody runs it.</summary>
public sealed class OpenWebPageTests
{
    [Theory]
    [InlineData("events.txt")]
    [InlineData("sequence.mmd")]
    [InlineData("pdu.txt")]
    public void The_run_is_the_expected_one(string file)
    {
        using var run = SampleRun.Here();

        Golden.Verify($"OpenWebPage/{file}", run.Text(file));
    }

    [Fact]
    public void It_prints_the_event_list_the_page_and_the_sequence()
    {
        using var run = SampleRun.Here();

        run.Output.Should().Contain(run.Text("events.txt")).And.Contain("<h1>It works</h1>").And.Contain(run.Text("sequence.mmd"));
    }

    [Fact]
    public void Two_runs_in_one_process_and_one_in_another_write_the_same_octets()
    {
        using var first = SampleRun.Here();
        using var second = SampleRun.Here();
        using var fresh = SampleRun.Fresh();

        first.Files().Keys.Should().Equal("client.pcapng", "events.txt", "network.pcapng", "pdu.txt", "sequence.mmd");
        second.Files().Should().Equal(first.Files());
        fresh.Files().Should().Equal(first.Files());
    }

    [Fact]
    public void Another_seed_gives_other_initial_sequence_numbers_and_transaction_ids()
    {
        Tshark.Require();
        using var one = SampleRun.Here(seed: 1);
        using var two = SampleRun.Here(seed: 2);

        foreach (var field in (string[])["tcp.seq_raw", "dhcp.id", "dns.id"])
        {
            var filter = field == "tcp.seq_raw" ? "tcp.flags.syn == 1" : field.Split('.')[0];
            var ofOne = Tshark.Read(one.PathOf("client.pcapng"), filter, field);
            ofOne.Should().NotBeEmpty().And.NotIntersectWith(Tshark.Read(two.PathOf("client.pcapng"), filter, field), field);
        }
    }

    [Theory]
    [InlineData("client.pcapng")]
    [InlineData("network.pcapng")]
    public void Wireshark_finds_no_malformed_packet_and_no_wrong_checksum(string capture)
    {
        Tshark.Require();
        using var run = SampleRun.Here();

        Tshark.Read(run.PathOf(capture), "tcp.checksum.status == 1 and ip.checksum.status == 1", "frame.number").Should().NotBeEmpty("checksums are looked at");
        Tshark.Read(run.PathOf(capture), Tshark.Wrong, "frame.number").Should().BeEmpty();
    }

    [Fact]
    public void Wireshark_s_analysis_of_the_client_s_capture_finds_nothing()
    {
        Tshark.Require();
        using var run = SampleRun.Here();

        Tshark.Read(run.PathOf("client.pcapng"), "tcp.analysis.flags", "frame.number").Should().BeEmpty();
    }

    [Fact]
    public void The_client_s_capture_is_the_exchange_that_every_textbook_shows()
    {
        Tshark.Require();
        using var run = SampleRun.Here();

        var sequence = Tshark.Read(run.PathOf("client.pcapng"), "dhcp or dns or tcp", "ip.src", "ip.dst", "dhcp.option.dhcp", "dns.flags.response", "tcp.flags", "http.request.method", "http.response.code");
        sequence.Should().Equal(
            "0.0.0.0|255.255.255.255|1||||",                    // Discover
            "192.168.100.252|255.255.255.255|2||||",            // Offer
            "0.0.0.0|255.255.255.255|3||||",                    // Request
            "192.168.100.252|255.255.255.255|5||||",            // Ack
            "192.168.100.1|192.168.100.254||0|||",              // 1: DNS query
            "192.168.100.254|192.168.100.1||1|||",              // 2: DNS response
            "192.168.100.1|192.168.100.253|||0x0002||",         // 3: SYN
            "192.168.100.253|192.168.100.1|||0x0012||",         // 4: SYN+ACK
            "192.168.100.1|192.168.100.253|||0x0010||",         // 5: ACK
            "192.168.100.1|192.168.100.253|||0x0018|GET|",      // 6: GET
            "192.168.100.253|192.168.100.1|||0x0018||200",      // 7: 200
            "192.168.100.1|192.168.100.253|||0x0011||",         // 8: FIN of the client
            "192.168.100.253|192.168.100.1|||0x0010||",         // 9: ACK
            "192.168.100.253|192.168.100.1|||0x0011||",         // 10: FIN of the server
            "192.168.100.1|192.168.100.253|||0x0010||");        // 11: ACK
    }

    [Fact]
    public void The_network_s_capture_has_each_frame_once_for_each_link()
    {
        Tshark.Require();
        using var run = SampleRun.Here();

        var tcp = Tshark.Read(run.PathOf("network.pcapng"), "tcp", "tcp.stream", "tcp.flags", "tcp.seq_raw", "frame.interface_name");
        tcp.Should().OnlyHaveUniqueItems();
        tcp.Select(line => line.Split('|')[3]).Should().Contain(["Client FastEthernet0", "Switch Port 4", "Web Server FastEthernet0", "Switch Port 1"]);
        tcp.Should().HaveCount(2 * 9, "each of nine segments crosses two links");
    }
}
