using NetSim.Packets.Ipv6;

namespace NetSim.Tests.Packets.Ipv6;

public class Ipv6AddressTests
{
    [Theory]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]               // §4.2.3: the first of equal runs
    [InlineData("2001:0db8::0001", "2001:db8::1")]                          // §4.1
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]            // §4.2.2: one group is not left out
    [InlineData("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]                     // §4.2.3: the longest run
    [InlineData("2001:DB8::AbCd", "2001:db8::abcd")]                        // §4.3
    [InlineData("0:0:0:0:0:0:0:0", "::")]
    [InlineData("::1", "::1")]
    [InlineData("fe80::", "fe80::")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]                    // §5
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a")]
    public void The_text_is_the_recommended_one(string text, string expected) // RFC 5952
    {
        Ipv6Address.Parse(text).ToString().Should().Be(expected);
        Ipv6Address.Parse(expected).Should().Be(Ipv6Address.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData(":1:2:3:4:5:6:7:8")]
    [InlineData("192.0.2.1::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    public void Any_other_text_is_refused(string text)
    {
        Ipv6Address.TryParse(text, out _).Should().BeFalse();
        FluentActions.Invoking(() => Ipv6Address.Parse(text)).Should().Throw<FormatException>();
    }

    [Fact]
    public void The_octets_stand_in_the_order_of_the_text()
    {
        var octets = Convert.FromHexString("20010db8000000000000000000000001");
        var written = new byte[16];
        Ipv6Address.Parse("2001:db8::1").Write(written);

        written.Should().Equal(octets);
        Ipv6Address.Read(octets).Should().Be(Ipv6Address.Parse("2001:db8::1"));
    }
}
