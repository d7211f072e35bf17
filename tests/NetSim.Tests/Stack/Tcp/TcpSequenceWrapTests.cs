using NetSim.Kernel;
using NetSim.Stack.Tcp;

namespace NetSim.Tests.Stack.Tcp;

/// <summary>Both sides' numbers pass 2³² during the exchange (RFC 9293 §3.4).</summary>
public class TcpSequenceWrapTests
{
    public static TheoryData<uint> InitialNumbers => [0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FA00, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000, 0];

    [Theory]
    [MemberData(nameof(InitialNumbers))]
    public void Data_and_FINs_pass_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established(iss: initial, peerIss: initial, mss: 1_000);

        tcp.Write(2_000);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Expect("P. 1001:2001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 2_001);
        tcp.Send("P.", seq: 3, ack: 2_001, data: "cd");
        tcp.Expect(". 2001:2001(0) ack 1");
        tcp.Send("P.", seq: 1, ack: 2_001, data: "ab");
        tcp.Expect(". 2001:2001(0) ack 5");
        tcp.ReadText().Should().Be("abcd");
        tcp.Shutdown();
        tcp.Expect("F. 2001:2001(0) ack 5");
        tcp.Send("F.", seq: 5, ack: 2_002);
        tcp.Expect(". 2002:2002(0) ack 6");
        tcp.State.Should().Be(TcpState.TimeWait);
    }

    [Theory]
    [MemberData(nameof(InitialNumbers))]
    public void Resending_passes_the_end_of_the_number_space(uint initial)   // RFC 9293 §3.4
    {
        var tcp = TcpScript.Established(iss: initial, peerIss: initial, mss: 1_000);

        tcp.Write(4_000);
        tcp.TakeSent().Should().HaveCount(4);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Send(".", seq: 1, ack: 1);
        tcp.Expect(". 1:1001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 1_001);
        tcp.Expect(". 1001:2001(1000) ack 1");
        tcp.Send(".", seq: 1, ack: 4_001);
        tcp.ExpectNothingFor(60.Seconds);
    }
}
