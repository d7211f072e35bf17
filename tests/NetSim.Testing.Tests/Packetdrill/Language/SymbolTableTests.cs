using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class SymbolTableTests
{
    [Theory]
    [InlineData("AF_INET6", 10L, 28L)]
    [InlineData("SOL_SOCKET", 1L, 0xFFFFL)]
    [InlineData("SO_REUSEADDR", 2L, 4L)]
    [InlineData("SO_LINGER", 13L, 0x80L)]
    [InlineData("TCP_NODELAY", 1L, 1L)]
    [InlineData("TCP_KEEPIDLE", 4L, 256L)]
    [InlineData("TCP_CORK", 3L, null)]
    [InlineData("TCP_FUNCTION_BLK", null, 8192L)]
    [InlineData("MSG_DONTWAIT", 0x40L, 0x80L)]
    [InlineData("O_NONBLOCK", 0x800L, 4L)]
    [InlineData("POLLWRNORM", 0x100L, 4L)]
    [InlineData("EPOLLET", 0x80000000L, null)]
    [InlineData("EAGAIN", 11L, 35L)]
    [InlineData("ECONNRESET", 104L, 54L)]
    [InlineData("TCP_ESTABLISHED", 1L, null)]
    [InlineData("TCP_CA_Recovery", 3L, null)]
    [InlineData("SO_NO_SUCH_OPTION", null, null)]
    public void A_symbol_has_a_number_on_each_system(string symbol, long? linux, long? freeBsd)
    {
        SymbolTable.Linux.Evaluate(new SymbolExpression(symbol)).Should().Be(linux);
        SymbolTable.FreeBsd.Evaluate(new SymbolExpression(symbol)).Should().Be(freeBsd);
    }

    [Theory]
    [InlineData(11, "EAGAIN", "EDEADLK")]
    [InlineData(35, "EDEADLK", "EAGAIN")]
    [InlineData(95, "EOPNOTSUPP", null)]
    [InlineData(61, null, "ECONNREFUSED")]
    public void An_error_number_has_a_symbol(long number, string? linux, string? freeBsd)
    {
        SymbolTable.Linux.TryGetErrno(number, out var onLinux);
        SymbolTable.FreeBsd.TryGetErrno(number, out var onFreeBsd);

        (onLinux, onFreeBsd).Should().Be((linux, freeBsd));
    }

    [Theory]
    [InlineData("O_RDWR | O_NONBLOCK", 0x802L)]
    [InlineData("~MSG_PEEK & 7", 5L)]
    [InlineData("1 << 3 ^ 1", 9L)]
    [InlineData("-EAGAIN + 2 * 3", -5L)]
    [InlineData("7 / 2 % 2", 1L)]
    [InlineData("!5", 0L)]
    [InlineData("1 / 0", null)]
    [InlineData("1 % (0 - 1)", null)]
    [InlineData("O_RDWR | NO_SUCH", null)]
    [InlineData("\"text\"", null)]
    [InlineData("...", null)]
    public void An_expression_has_a_number_if_its_parts_have(string text, long? value) =>
        SymbolTable.Linux.Evaluate(Scripts.Argument(text)).Should().Be(value);
}
