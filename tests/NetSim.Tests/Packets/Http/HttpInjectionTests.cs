using NetSim.Packets.Http;

namespace NetSim.Tests.Packets.Http;

public class HttpInjectionTests // RFC 9110 §5.5, RFC 9112 §11.1
{
    private static readonly HttpRequestHead Request = new("GET", "/", HttpVersion.Http11, []);
    private static readonly HttpResponseHead Response = new(HttpVersion.Http11, 200, "OK", []);

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\0")]
    [InlineData("\r\nX: 1")]
    [InlineData("\u010a")] // its low octet is LF
    public void No_part_of_a_head_takes_a_line_break_or_what_becomes_one(string evil)
    {
        Refuses(() => new HttpRequestHead("GET" + evil, "/", HttpVersion.Http11, []));
        Refuses(() => new HttpRequestHead("GET", "/" + evil, HttpVersion.Http11, []));
        Refuses(() => Request with { Method = "GET" + evil });
        Refuses(() => Request with { Target = "/" + evil });
        Refuses(() => new HttpResponseHead(HttpVersion.Http11, 200, "OK" + evil, []));
        Refuses(() => Response with { ReasonPhrase = "OK" + evil });
        Refuses(() => new HttpField("A" + evil, "b"));
        Refuses(() => new HttpField("A", "b" + evil));
        Refuses(() => new HttpField("A", evil + "b"));
        Refuses(() => Request.Headers.Add("A", evil));
        Refuses(() => Request.Headers.Set("A", evil));
    }

    [Fact]
    public void Each_part_takes_only_its_own_characters()
    {
        Refuses(() => Request with { Method = "" });
        Refuses(() => Request with { Method = "GET IT" });
        Refuses(() => Request with { Target = "" });
        Refuses(() => Request with { Target = "/a b" });
        Refuses(() => new HttpField("", "a"));
        Refuses(() => new HttpField("A:", "a"));
        Refuses(() => new HttpField("A ", "a"));
        Refuses(() => Response with { StatusCode = 99 });
        Refuses(() => Response with { StatusCode = 1000 });
        Refuses(() => new HttpVersion(10));
        Refuses(() => new HttpField(null!, "a"));
        Refuses(() => new HttpField("A", null!));
        Refuses(() => HttpFields.Create([null!]));
    }

    [Fact]
    public void The_message_of_the_exception_has_no_line_break_of_its_own()
    {
        FluentActions.Invoking(() => new HttpField("A", "b\r\nc")).Should().Throw<ArgumentException>().WithMessage("'b??c'*");
    }

    private static void Refuses<T>(Func<T> make) => make.Should().Throw<ArgumentException>();
}
