using NetSim.Packets.Http;

namespace NetSim.Tests.Packets.Http;

public class HttpFieldsTests
{
    [Fact]
    public void Names_are_equal_in_any_case_and_values_are_not() // RFC 9110 §5.1
    {
        HttpFields fields = [("Host", "a"), ("Accept", "x")];

        HttpFields inAnotherCase = [("HOST", "a"), ("accept", "x")];
        HttpFields ofAnotherValue = [("Host", "A"), ("Accept", "x")];
        HttpFields inAnotherOrder = [("Accept", "x"), ("Host", "a")];

        (fields == inAnotherCase).Should().BeTrue();
        fields.GetHashCode().Should().Be(inAnotherCase.GetHashCode());
        (fields != ofAnotherValue).Should().BeTrue();
        (fields != inAnotherOrder).Should().BeTrue();
        fields.Find("hOST").Should().Be("a");
        fields.Contains("Cookie").Should().BeFalse();
        default(HttpFields).Equals(HttpFields.Create([])).Should().BeTrue();
    }

    [Fact]
    public void Fields_keep_their_order_and_can_come_more_than_once()
    {
        HttpFields fields = [("A", "1"), ("B", "2"), ("a", "3")];

        fields.FindAll("A").Should().Equal("1", "3");
        fields.Add("C", "4").Select(field => field.ToString()).Should().Equal("A: 1", "B: 2", "a: 3", "C: 4");
        fields.Remove("A").Should().Equal(new HttpField("B", "2"));
        fields.Set("A", "5").Should().Equal(new HttpField("B", "2"), new HttpField("A", "5"));
        fields.Should().HaveCount(3, "a list does not change");
    }

    [Fact]
    public void Whitespace_around_a_value_is_no_part_of_it() // RFC 9110 §5.5
    {
        new HttpField("A", " \t b c\t ").Value.Should().Be("b c");
        new HttpField("A", "  ").Value.Should().Be("");
    }

    [Fact]
    public void A_list_goes_over_all_fields_of_its_name() // RFC 9110 §5.3, §5.6.1
    {
        HttpFields fields = [("Connection", "keep-alive, ,Upgrade"), ("X", "y"), ("connection", " TE\t,")];

        fields.Elements("Connection").Should().Equal("keep-alive", "Upgrade", "TE");
        fields.HasConnectionOption("upgrade").Should().BeTrue();
        fields.HasConnectionOption("close").Should().BeFalse();
    }

    [Theory]
    [InlineData(1, "", true)]
    [InlineData(1, "close", false)]
    [InlineData(1, "Close", false)]
    [InlineData(1, "keep-alive, close", false)]
    [InlineData(0, "", false)]
    [InlineData(0, "Keep-Alive", true)]
    [InlineData(0, "keep-alive, close", false)]
    public void A_connection_stays_open_by_version_and_options(int minor, string connection, bool stays) // RFC 9112 §9.3
    {
        new HttpRequestHead("GET", "/", new HttpVersion(minor), [("Connection", connection)]).KeepsConnection.Should().Be(stays);
        new HttpResponseHead(new HttpVersion(minor), 200, "", [("Connection", connection)]).KeepsConnection.Should().Be(stays);
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("17", 17L)]
    [InlineData("017", 17L)]
    [InlineData("5, 5", 5L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_content_length_is_digits_or_a_list_of_the_same_number(string value, long expected) // RFC 9110 §8.6
    {
        HttpFields.Create([("content-length", value)]).TryReadContentLength(out var length).Should().BeTrue();
        length.Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    [InlineData("1.0")]
    [InlineData("5, 6")]
    [InlineData("5,")]
    [InlineData("9223372036854775808")]
    [InlineData("\u00b2")]
    public void Any_other_content_length_is_not_to_be_trusted(string value) // RFC 9112 §6.3
    {
        HttpFields.Create([("Content-Length", value)]).TryReadContentLength(out var length).Should().BeFalse();
        length.Should().BeNull();
    }

    [Fact]
    public void Two_content_lengths_must_be_the_same()
    {
        HttpFields same = [("Content-Length", "5"), ("A", "b"), ("Content-Length", "5")];

        same.TryReadContentLength(out var length).Should().BeTrue();
        length.Should().Be(5);
        HttpFields.Create([("Content-Length", "5"), ("Content-Length", "6")]).TryReadContentLength(out _).Should().BeFalse();
        default(HttpFields).TryReadContentLength(out length).Should().BeTrue();
        length.Should().BeNull();
    }

    [Theory]
    [InlineData(1, true, "a.example")]
    [InlineData(1, true, "a.example:8080")]
    [InlineData(1, true, "[::1]:80")]
    [InlineData(1, true, "")]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, false, "a", "a")]
    [InlineData(0, false, "a", "b")]
    [InlineData(1, false, "a, b")]
    [InlineData(1, false, "a b")]
    [InlineData(1, false, "user@a")]
    [InlineData(1, false, "a/b")]
    public void A_request_names_its_host_once(int minor, bool isValid, params string[] hosts) // RFC 9112 §3.2
    {
        var fields = HttpFields.Create([.. hosts.Select(host => new HttpField("Host", host))]);
        var head = new HttpRequestHead("GET", "/", new HttpVersion(minor), fields);

        head.HasValidHost.Should().Be(isValid);
        head.Host.Should().Be(hosts.FirstOrDefault());
    }
}
