using System.Text;
using NetSim.Testing.Packetdrill.Language;
using NetSim.Testing.Packetdrill.Language.Python;

namespace NetSim.Testing.Tests.Packetdrill.Language;

/// <summary>Changed scripts: whatever the text is, it is read or refused, and neither hangs nor fails in another way.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Originals =
    [
        """
        --ip_version=ipv4 --define=SIZE="x"
        #ifdef STANDARD
        `sysctl -w net.ipv4.tcp_sack=1`
        #else
        #define WIN 32792
        #endif
        0.000 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS (now in progress)
        +0~+0.010 > S 0:0(0) win 65535 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>
        +.1 < [ect0] S. 0:0(0) ack 1 win WIN <mss 1000,sackOK,TS val 700 ecr 100!,FO 0011>
        * > . 1:1(0) ack 1 <...>
        """,
        """
        0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=MSG_DONTWAIT}, 0) = 1000
        +0...0.300 read(4, "\x41\n"..., 0xff) = 5
        /* ICMP */
        +0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]
        +0 < [udp (16)] icmp time_exceeded // and UDP
        +0 > (tos 0x02, ttl 64) udp 53 > 1053 (16)
        +0 < sctp: INIT[flgs=0, tag=1]
        +0 > P. ...(1000) ack 1! win * urg 5 <sack 1:2 3:4!,eol>
        +0 %{
        x = min(3, tcpi_rto) ** 2 % 7
        if x == 5 and not (x in [1, 2]): assert abs(-x) <= 5.5, "x is %d" % x
        else:
          print("no", x)
        }%
        """,
    ];

    [Fact]
    public void A_changed_script_is_read_or_refused()
    {
        var random = new Random(4);
        var read = 0;
        var refused = 0;
        for (var round = 0; round < 4_000; round++)
        {
            var text = Change(Originals[round % Originals.Length], random);
            try
            {
                var script = PacketdrillParser.Parse(text);
                _ = script.ToString();
                _ = ScriptOptions.Read(script.File, script.Options);
                foreach (var code in script.Events.OfType<CodeEvent>())
                    _ = new PythonEvaluator().Run(code.Code, name => name == "tcpi_rto" ? 200 : null);
                foreach (var call in script.Events.OfType<SystemCallEvent>())
                    _ = call.Arguments.Select(SymbolTable.Linux.Evaluate).Count();
                read++;
            }
            catch (PacketdrillSyntaxException error)
            {
                error.Line.Should().BeInRange(0, text.Count(character => character == '\n') + 1);
                error.Problem.Should().EndWith(".");
                refused++;
            }
        }

        // Both kinds are many, so that the changes are neither too small nor too large to say anything.
        read.Should().BeGreaterThan(500);
        refused.Should().BeGreaterThan(500);
    }

    [Fact]
    public void Changed_code_ends()
    {
        const string Code = """
            x = min(3, tcpi_rto) ** 2 % 7; y = [x, (1, 2.5), "a%5.2fb" % 3]
            if x == 5 and not (x in [1, 2]):
                assert abs(-x) <= 5.5, "x is %d" % x
            elif x << 3 > 0x1F or None is y: pass
            else:
                print("no", x)
            assert y[0] // 2 != 1 if x else round(2.5, 1) == int("12")
            """;
        var random = new Random(5);
        var outcomes = new HashSet<CodeOutcome>();

        for (var round = 0; round < 4_000; round++)
            outcomes.Add(new PythonEvaluator().Run(Change(Code, random), name => name == "tcpi_rto" ? 200 : null).Outcome);

        outcomes.Should().BeEquivalentTo([CodeOutcome.Passed, CodeOutcome.AssertionFailed, CodeOutcome.Unsupported]);
    }

    [Fact]
    public void Any_characters_are_refused_or_read()
    {
        const string Characters = "<>.:()[]{}+-*~!=,\"'`%#/\\\n\t 019axSPF_|&\0\u00e9\uFEFF";
        var random = new Random(6);
        for (var round = 0; round < 4_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Characters[random.Next(Characters.Length)])]);
            var reading = () => PacketdrillParser.Parse(text);
            try
            {
                reading();
            }
            catch (PacketdrillSyntaxException error)
            {
                error.Column.Should().BePositive();
            }

            new PythonEvaluator().Run(text, _ => null).Text.Should().NotBeNull();
        }
    }

    private static string Change(string original, Random random)
    {
        var text = new StringBuilder(original);
        for (var change = random.Next(4); change >= 0 && text.Length > 0; change--)
        {
            var position = random.Next(text.Length);
            var length = Math.Min(random.Next(12), text.Length - position);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(position, length);
                    break;
                case 1:
                    text.Insert(position, text.ToString(random.Next(text.Length - length + 1), length));
                    break;
                case 2:
                    text[position] = (char)random.Next(1, 127);
                    break;
                case 3:
                    text.Insert(position, random.Next(2) == 0 ? "99999999999999999999" : "-1");
                    break;
                default:
                    text.Length = Math.Max(1, position);
                    break;
            }
        }

        return text.ToString();
    }
}
