using NetSim.Kernel;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class SystemCallTests
{
    [Theory]
    [InlineData("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3")]
    [InlineData("0 read(4, ..., 1000) = -1 EAGAIN (Resource temporarily unavailable)")]
    [InlineData("0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0")]
    [InlineData("0 fcntl(3, F_GETFL) = 2 (flags O_RDWR)")]
    [InlineData("0 bind(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.168.0.1\")}, ...) = 0")]
    [InlineData("0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0}, 0) = 1000")]
    [InlineData("0 poll([{fd=4, events=POLLIN, revents=POLLIN|POLLOUT}], 1, 0) = 1")]
    [InlineData("0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0")]
    [InlineData("0 setsockopt(3, IPPROTO_TCP, TCP_FUNCTION_BLK, {function_set_name=\"freebsd\", pcbcnt=0}, 36) = 0")]
    [InlineData("0 epoll_wait(5, {events=EPOLLOUT, fd=4}, 1, 0) = 1")]
    [InlineData("0 getsockopt(4, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0")]
    [InlineData("0 getsockopt(3, IPPROTO_TCP, TCP_CONGESTION, \"re\"..., [16]) = 0")]
    [InlineData("0 pipe([]) = ...")]
    [InlineData("0 close(3) = 0")]
    [InlineData("0 rand() = ...")]
    public void A_call_reads_back_as_it_is_written(string text) =>
        ("0 " + Scripts.Event<SystemCallEvent>(text)).Should().Be(text);

    [Fact]
    public void A_call_has_a_result_an_error_and_a_note()
    {
        var call = Scripts.Event<SystemCallEvent>("+1 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)");

        call.Should().BeEquivalentTo(new
        {
            Time = EventTime.After(1.Seconds),
            BlockedUntil = (Duration?)null,
            Name = "connect",
            Result = new IntegerExpression(-1),
            Errno = "EINPROGRESS",
            Note = "Operation now in progress",
        });
    }

    [Theory]
    [InlineData("0.1...0.3 accept(3, ..., ...) = 4", 300)]
    [InlineData("+0...0.300 accept(3, ..., ...) = 4", 300)]
    [InlineData("+0 ... +2 accept(3, ..., ...) = 4", 2000)]
    [InlineData("...0.2 accept(3, ..., ...) = 4", 200)]
    public void A_call_that_blocks_says_when_it_returns(string text, int milliseconds) =>
        Scripts.Event<SystemCallEvent>(text).BlockedUntil.Should().Be(milliseconds.Milliseconds);

    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("0644", 644)]
    [InlineData("-2147483648", -2147483648)]
    [InlineData("0x7fffffffffffffff", long.MaxValue)]
    public void An_integer_is_decimal_or_hexadecimal(string text, long value) =>
        Scripts.Argument(text).Should().Be(new IntegerExpression(value));

    [Fact]
    public void Values_have_a_kind_each()
    {
        Scripts.Argument("...").Should().Be(new EllipsisExpression());
        Scripts.Argument("1.5").Should().Be(new FloatExpression(1.5));
        Scripts.Argument("NULL").Should().Be(new SymbolExpression("NULL"));
        Scripts.Argument("[1, ...]").Should().Be(new ArrayExpression([new IntegerExpression(1), new EllipsisExpression()]));
        Scripts.Argument("htons(80)").Should().Be(new CallExpression("htons", [new IntegerExpression(80)]));
        Scripts.Argument("(int)5").Should().Be(new IntegerExpression(5));
        Scripts.Argument("-SIZE").Should().Be(new UnaryExpression("-", new SymbolExpression("SIZE")));
        Scripts.Argument("TYPE = 5").Should().Be(new BinaryExpression("=", new SymbolExpression("TYPE"), new IntegerExpression(5)));
    }

    [Theory]
    [InlineData("a | b & c << 1 + 2 * 3", "(a|(b&(c<<(1+(2*3)))))")]
    [InlineData("a * 2 + 1 << c & b | a", "(((((a*2)+1)<<c)&b)|a)")]
    [InlineData("a | b | ~c", "((a|b)|~c)")]
    [InlineData("(a | b) & c", "((a|b)&c)")]
    public void Operators_bind_as_in_c(string text, string expected) =>
        Parenthesized(Scripts.Argument(text)).Should().Be(expected);

    [Theory]
    [InlineData("\"abc\"", "abc")]
    [InlineData("\"a\\n\\t\\\\\\\"\\x41\\0\"", "a\n\t\\\"A\0")]
    [InlineData("\"GET /\\d\"", "GET /\\d")]
    [InlineData("\"ab\" \"cd\"", "abcd")]
    [InlineData("\"\"", "")]
    public void A_string_has_escapes_and_may_have_several_pieces(string text, string expected) =>
        Scripts.Argument(text).Should().Be(new StringExpression(expected));

    [Fact]
    public void A_string_may_be_only_the_start() =>
        Scripts.Argument("\"abc\"...").Should().Be(new StringExpression("abc", HasMore: true));

    [Fact]
    public void A_structure_has_fields_with_or_without_names()
    {
        var message = (StructureExpression)Scripts.Argument("{msg_name(...)=..., msg_iov(2)=[{..., 10}, {iov_base=..., iov_len=20}], msg_flags=MSG_PEEK}");

        message.Fields.Select(field => field.Name).Should().Equal("msg_name", "msg_iov", "msg_flags");
        message.Fields[1].Count.Should().Be(new IntegerExpression(2));
        message["msg_flags"].Should().Be(new SymbolExpression("MSG_PEEK"));
        message["msg_control"].Should().BeNull();
        message["msg_iov"].Should().Be(new ArrayExpression(
        [
            new StructureExpression([new(null, null, new EllipsisExpression()), new(null, null, new IntegerExpression(10))]),
            new StructureExpression([new("iov_base", null, new EllipsisExpression()), new("iov_len", null, new IntegerExpression(20))]),
        ]));
    }

    [Theory]
    [InlineData("0 call({(label 0, tc 0, [S], ttl 5)}) = 0", "MPLS label stacks")]
    [InlineData("0 call({flags [none], sum 0}) = 0", "GRE headers")]
    public void A_structure_that_is_not_supported_makes_the_call_unsupported(string text, string what) =>
        Scripts.Event<UnsupportedEvent>(text).What.Should().Be(what);

    [Theory]
    [InlineData("0 call(1, ) = 0", 11, "Expected a value, found ')'.")]
    [InlineData("0 call(1", 9, "Expected ')', found the end of the script.")]
    [InlineData("0 call(1)\n+0 call(1) = 0", 1, "Expected '=', found '+'.")]
    [InlineData("0 call = 0", 8, "Expected '(', found '='.")]
    [InlineData("0 call(99999999999999999999) = 0", 8, "The number '99999999999999999999' has more than 64 bits.")]
    [InlineData("0 call(\"\\x4\") = 0", 8, "Expected two hexadecimal digits after \\x in the string.")]
    [InlineData("0.2...0.1 call() = 0", 4, "The call returns before it starts.")]
    [InlineData("0 call() = -1 EAGAIN (never ends", 22, "The note that starts here has no end.")]
    public void An_error_in_a_call_says_what_was_expected(string text, int column, string problem)
    {
        var error = Scripts.Error(text);

        (error.Column, error.Problem).Should().Be((column, problem));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("{a=")]
    [InlineData("a(")]
    [InlineData("-")]
    [InlineData("1 |")]
    public void Nesting_has_a_limit(string open) =>
        Scripts.Error("0 call(" + string.Concat(Enumerable.Repeat(open + " ", 100_000))).Problem
            .Should().Be("Expressions are nested more than 64 deep.");

    private static string Parenthesized(Expression expression) => expression switch
    {
        BinaryExpression binary => $"({Parenthesized(binary.Left)}{binary.Operator}{Parenthesized(binary.Right)})",
        UnaryExpression unary => unary.Operator + Parenthesized(unary.Operand),
        _ => expression.ToString(),
    };
}
