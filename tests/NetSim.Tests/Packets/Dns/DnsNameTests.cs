using System.Text;
using NetSim.Packets.Dns;

namespace NetSim.Tests.Packets.Dns;

public class DnsNameTests
{
    [Theory]
    [InlineData("ark-inflearn.com", "0c61726b2d696e666c6561726e03636f6d00")]
    [InlineData("a.b", "0161016200")]
    [InlineData("a.b.", "0161016200")]
    [InlineData(".", "00")]
    [InlineData(@"a\.b.c", "03612e62016300")]    // RFC 1035 §5.1
    [InlineData(@"a\\.c", "02615c016300")]
    [InlineData(@"\000\255\032", "0300ff2000")]
    [InlineData("_tcp.*", "045f746370012a00")]
    public void A_text_is_these_octets(string text, string hex)
    {
        Convert.ToHexStringLower(DnsName.Parse(text).Octets.Span).Should().Be(hex);
        DnsName.Parse(text).WireLength.Should().Be(hex.Length / 2);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a..b", "a label is empty")]
    [InlineData(".a", "a label is empty")]
    [InlineData("..", "a label is empty")]
    [InlineData("a b", "space")]
    [InlineData("bücher.de", "xn--")]
    [InlineData(@"a\", "backslash")]
    [InlineData(@"\25", "three digits")]
    [InlineData(@"\256", "three digits")]
    public void A_text_that_is_no_name_is_refused_and_the_reason_told(string text, string reason)
    {
        DnsName.TryParse(text, out _).Should().BeFalse();
        FluentActions.Invoking(() => DnsName.Parse(text)).Should().Throw<FormatException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void A_label_has_63_octets_at_most() // RFC 1035 §2.3.4
    {
        DnsName.TryParse(new string('a', 63), out _).Should().BeTrue();
        DnsName.TryParse(new string('a', 64), out _).Should().BeFalse();
        DnsName.TryParse(null, out _).Should().BeFalse();
    }

    [Fact]
    public void A_name_has_255_octets_at_most() // RFC 1035 §2.3.4
    {
        var label = new string('a', 63);
        var longest = $"{label}.{label}.{label}.{new string('b', 61)}";

        DnsName.Parse(longest).WireLength.Should().Be(255);
        DnsName.Parse(longest + ".").Should().Be(DnsName.Parse(longest));
        DnsName.TryParse(longest + "b", out _).Should().BeFalse();
        DnsName.TryParse(longest + ".b", out _).Should().BeFalse();
        DnsName.TryParse(string.Concat(Enumerable.Repeat("a.", 127)), out var deepest).Should().BeTrue();
        deepest.LabelCount.Should().Be(127);
        DnsName.TryParse(string.Concat(Enumerable.Repeat("a.", 128)), out _).Should().BeFalse();
    }

    [Fact]
    public void Only_the_case_of_ASCII_letters_does_not_matter() // RFC 4343 §3
    {
        DnsName.Parse("Ark-INFLEARN.com").Should().Be(DnsName.Parse("ark-inflearn.COM"));
        DnsName.Parse("Ark-INFLEARN.com").GetHashCode().Should().Be(DnsName.Parse("ark-inflearn.COM").GetHashCode());
        (DnsName.Parse("a.com") == DnsName.Parse("b.com")).Should().BeFalse();
        (DnsName.Parse("@") == DnsName.Parse("`")).Should().BeFalse();            // 0x40 and 0x60 differ in the same bit
        (DnsName.Parse(@"\193") == DnsName.Parse(@"\225")).Should().BeFalse();
        DnsName.Parse(@"\200\201").Should().Be(DnsName.Parse(@"\200\201"));
        DnsName.Parse("Ark.COM").ToString().Should().Be("Ark.COM");
    }

    [Fact]
    public void The_hash_is_the_same_in_every_process()
    {
        DnsName.Root.GetHashCode().Should().Be(unchecked((int)2_166_136_261));      // FNV-1a of nothing
        DnsName.Parse("a").GetHashCode().Should().Be(Fnv("\u0001a\0"));
    }

    [Fact]
    public void The_root_is_the_default_and_its_own_parent()
    {
        DnsName.Root.Should().Be(default(DnsName));
        DnsName.Parse(".").Should().Be(DnsName.Root);
        DnsName.Root.Parent.Should().Be(DnsName.Root);
        DnsName.Root.ToString().Should().Be(".");
        DnsName.Root.LabelCount.Should().Be(0);
    }

    [Fact]
    public void The_parent_is_the_name_without_its_first_label()
    {
        var name = DnsName.Parse("www.example.com");

        name.Parent.Should().Be(DnsName.Parse("example.com"));
        name.Parent.Parent.Parent.Should().Be(DnsName.Root);
        Encoding.ASCII.GetString(name.FirstLabel).Should().Be("www");
        name.LabelCount.Should().Be(3);
    }

    [Theory]
    [InlineData("www.example.com", "EXAMPLE.com", true)]
    [InlineData("example.com", "example.com", true)]
    [InlineData("example.com", ".", true)]
    [InlineData(".", ".", true)]
    [InlineData("badexample.com", "example.com", false)]
    [InlineData("com", "example.com", false)]
    [InlineData(@"a\.example.com", "example.com", false)]
    public void A_subdomain_ends_with_all_labels_of_its_domain(string name, string domain, bool expected) // RFC 1034 §3.1
    {
        DnsName.Parse(name).IsSubdomainOf(DnsName.Parse(domain)).Should().Be(expected);
    }

    [Theory]
    [InlineData("ark-inflearn.com")]
    [InlineData(@"a\.b.c")]
    [InlineData(@"a\\.\000\127\255.\032")]
    public void The_text_reads_back(string text)
    {
        DnsName.Parse(text).ToString().Should().Be(text);
    }

    private static int Fnv(string octets) => unchecked((int)octets.Aggregate(2_166_136_261u, (hash, octet) => (hash ^ octet) * 16_777_619u));
}
