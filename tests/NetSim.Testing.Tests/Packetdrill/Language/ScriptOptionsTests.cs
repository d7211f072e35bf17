using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class ScriptOptionsTests
{
    [Fact]
    public void Options_have_types()
    {
        Read("""
            --ip_version=ipv4-mapped-ipv6 --tolerance_usecs=10000 --tolerance_percent=12.5 --mtu=1280 --mss=1000 --speed=10000
            --local_ip=192.168.0.1 --remote_ip=192.0.2.1/24 --gateway_ip="192.168.0.2" --netmask_ip 255.255.0.0
            --bind_port=80 --connect_port = 81 --ts_tick_usecs=1000 --tcp_ts_ecr_scaled --strict-segments --dry_run
            --non_fatal=packet,syscall --init_scripts=../common/defaults.sh --udp_encapsulation=9899
            """).Should().BeEquivalentTo(new
        {
            IpVersion = ScriptIpVersion.Ipv4MappedIpv6,
            Tolerance = 10.Milliseconds,
            TolerancePercent = 12.5,
            Mtu = 1280,
            Mss = 1000,
            SpeedMegabits = 10_000L,
            LocalIp = "192.168.0.1",
            RemoteIp = "192.0.2.1/24",
            GatewayIp = "192.168.0.2",
            NetmaskIp = "255.255.0.0",
            BindPort = (ushort)80,
            ConnectPort = (ushort)81,
            TimestampTick = 1.Milliseconds,
            TimestampEchoIsScaled = true,
            StrictSegments = true,
            PacketErrorsAreWarnings = true,
            SystemCallErrorsAreWarnings = true,
            DryRun = true,
            InitScripts = "../common/defaults.sh",
            UdpEncapsulation = "9899",
        });
    }

    [Fact]
    public void An_option_that_is_not_given_is_open()
    {
        var options = Read("");

        options.Should().Be(new ScriptOptions());
        options.IpVersion.Should().BeNull();
        options.StrictSegments.Should().BeFalse();
    }

    [Fact]
    public void The_option_of_the_script_wins_over_the_one_from_outside()
    {
        var script = PacketdrillParser.Parse("--mtu=1280", new ParserOptions
        {
            Options = [new ScriptOption("mtu", "1500", 0), new ScriptOption("bind_port", "80", 0)],
        });
        var options = ScriptOptions.Read("test.pkt", script.Options);

        (options.Mtu, options.BindPort).Should().Be((1280, (ushort)80));
    }

    [Fact]
    public void Options_that_the_language_does_not_have_are_listed_and_those_of_its_process_are_not() =>
        Read("--frobnicate=5 --wire_server_ip=1.2.3.4 --verbose --twice").Unknown
            .Should().Equal(new ScriptOption("frobnicate", "5", 1), new ScriptOption("twice", null, 1));

    [Fact]
    public void A_value_of_the_wrong_kind_is_an_error()
    {
        var reading = () => Read("\n--mtu=70000");

        reading.Should().Throw<PacketdrillSyntaxException>().WithMessage(
            "test.pkt:2:1: Expected a number from 0 to 65535 as the value of --mtu, not '70000'.");
    }

    private static ScriptOptions Read(string text) => ScriptOptions.Read("test.pkt", Scripts.Read(text).Options);
}
