using System.Numerics;
using NetSim.Testing.Packetdrill.Language.Python;

namespace NetSim.Testing.Tests.Packetdrill.Language.Python;

public sealed class PythonEvaluatorTests
{
    [Theory]
    [InlineData("assert tcpi_snd_cwnd == 10")]
    [InlineData("assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd")]
    [InlineData("assert tcpi_snd_cwnd == 10; assert tcpi_rto == 200000;")]
    [InlineData("\nassert tcpi_snd_cwnd == 10\nassert tcpi_rto == 200000\n")]
    [InlineData("assert tcpi_snd_cwnd == 10\n        assert tcpi_rto == 200000\n   ")]
    [InlineData("assert (tcpi_snd_cwnd == 10 and  # yes\n  tcpi_rto > 1)\nassert True")]
    [InlineData("# nothing\n   # at all")]
    [InlineData("")]
    [InlineData("assert 1 < tcpi_snd_cwnd <= 10 < 11 != 12")]
    [InlineData("assert not 2 < 3 < 1")]
    [InlineData("assert tcpi_snd_cwnd in (9, 10, 11) and tcpi_snd_cwnd not in [1]")]
    [InlineData("assert 'b' in 'abc'")]
    [InlineData("assert abs(tcpi_rto - 201000) < 2000")]
    [InlineData("assert tcpi_rto / 3 > 66666 and tcpi_rto // 3 == 66666 and -7 // 2 == -4 and -7 % 3 == 2 and 7 % -3 == -2")]
    [InlineData("assert 2 + 3 * 4 ** 2 == 50 and -2 ** 2 == -4 and 2 ** -1 == 0.5 or False")]
    [InlineData("assert 0x1F == 31 and 1_000 == 1000 and 1e3 == 1000 and .5 == 1/2")]
    [InlineData("assert tcpi_options & 2 | 1 == 3 and 6 ^ 5 == 3 and ~5 == -6 and 1 << 4 >> 1 == 8")]
    [InlineData("assert (5 if tcpi_snd_cwnd > 100 else 6) == 6")]
    [InlineData("assert (None or 'x') == 'x' and (0 and unknown) == 0 and (1 or unknown) == 1")]
    [InlineData("assert None is None and tcpi_snd_cwnd is not None and True == 1 and not 1 == '1'")]
    [InlineData("assert min(3, 1, 2) == 1 and max([3, 1]) == 3 and sum([1, 2]) == 3 and len('abc') == 3 and len((1,)) == 1")]
    [InlineData("assert int(2.7) == 2 and int('12') == 12 and round(2.5) == 2 and round(1.26, 1) == 1.3 and float(2) == 2.0")]
    [InlineData("assert str(5) + 'x' == '5x' and str(2.0) == '2.0' and str(True) == 'True' and str([1, 'a', (2,)]) == \"[1, 'a', (2,)]\"")]
    [InlineData("assert [1, 2][1] == 2 and (1, 2)[-1] == 2 and 'abc'[0] == 'a' and (1, 2) == (1, 2)")]
    [InlineData("assert '%d of %5.1f|%-4s|%04d|%x|%%' % (5, 2.25, 'ab', 7, 255) == '5 of   2.2|ab  |0007|ff|%'")]
    [InlineData("assert tcpi_max_pacing_rate == 2 ** 64 - 1 == ~0 + (1 << 64)")]
    [InlineData("if tcpi_snd_cwnd == 10:\n  assert True\n  pass\nelse:\n  assert False\nassert True")]
    [InlineData("if False: assert False\nelif tcpi_rto: pass\nelse: assert False")]
    [InlineData("x = 5; x += 2; x *= 3\nassert x == 21")]
    [InlineData("assert (False, 'this tuple is not empty')")]
    public void Code_that_holds_passes(string code) => Run(code).Should().Be(new CodeResult(CodeOutcome.Passed, "", ""));

    [Theory]
    [InlineData("assert tcpi_snd_cwnd == 11", "assert tcpi_snd_cwnd == 11, where tcpi_snd_cwnd is 10")]
    [InlineData("assert tcpi_rto < tcpi_snd_cwnd, 'too late'", "assert tcpi_rto < tcpi_snd_cwnd, where tcpi_rto is 200000, tcpi_snd_cwnd is 10: too late")]
    [InlineData("assert False", "assert False")]
    [InlineData("assert(abs(tcpi_rto) == 1), 'rto %d' % tcpi_rto", "assert (abs(tcpi_rto) == 1), where tcpi_rto is 200000: rto 200000")]
    [InlineData("x = 5\nif x > 4:\n    assert x < 4", "assert x < 4, where x is 5")]
    [InlineData("assert 0 and unknown", "assert 0 and unknown")]
    [InlineData("assert 1.0 == 2", "assert 1.0 == 2")]
    [InlineData("assert []", "assert []")]
    public void An_assertion_that_does_not_hold_shows_its_values(string code, string text) =>
        Run(code).Should().Be(new CodeResult(CodeOutcome.AssertionFailed, text, ""));

    [Theory]
    [InlineData("assert unknown == 1", "the name unknown")]
    [InlineData("for i in range(5): pass", "the statement 'for'")]
    [InlineData("while True: pass", "the statement 'while'")]
    [InlineData("import sys", "the statement 'import'")]
    [InlineData("assert tcpi_rto.bit_length() == 1", "'.'")]
    [InlineData("assert open('x')", "the function open")]
    [InlineData("assert 1 / 0", "1 / 0")]
    [InlineData("assert 1 < 'x'", "the order of 1 and 'x'")]
    [InlineData("assert 'x' + 1", "'x' + 1")]
    [InlineData("assert {1: 2}", "'{'")]
    [InlineData("assert f'x'", "a string with a prefix")]
    [InlineData("assert 1 ==", "code that ends in the middle")]
    [InlineData("assert (1", "code that ends in the middle")]
    [InlineData("assert 1 2", "'2' in this place")]
    [InlineData("if True:\n    pass\n  pass", "a line whose indentation fits no line before")]
    [InlineData("if True:\npass", "'pass' in this place")]
    [InlineData("x = y = 5", "an assignment to several names")]
    [InlineData("assert 'abc", "a string without an end")]
    [InlineData("assert 10 ** 10 ** 10", "10 ** 10000000000")]
    [InlineData("assert 1 << 1000000", "1 << 1000000")]
    [InlineData("assert '%d %d' % 5", "the format '%d %d' with 1 values")]
    [InlineData("assert 10L == 10", "the number 10L")]
    [InlineData("assert [1][5]", "item 5 of [1]")]
    [InlineData("assert 1\nx = yield", "'yield' in this place")]
    public void What_is_not_in_the_subset_never_passes(string code, string what) =>
        Run(code).Should().Be(new CodeResult(CodeOutcome.Unsupported, what, ""));

    [Fact]
    public void Nothing_grows_without_bound()
    {
        string Repeated(string line) => string.Join('\n', Enumerable.Repeat(line, 1000));

        Run("x = 3\n" + Repeated("x = x * x")).Text.Should().Be("a number of so many digits");
        Run("x = 'ab'\n" + Repeated("x = x + x")).Text.Should().Be("a text of so many characters");
        Run("x = 'ab'\n" + Repeated("x = '%s%s' % (x, x)")).Text.Should().Be("a text of so many characters");
        Run("x = [1]\n" + Repeated("x = [x, x]")).Text.Should().Be("a list of so many items");
        Run("assert " + new string('(', 100_000)).Text.Should().Be("code that is nested so deep");
        Run("assert " + string.Concat(Enumerable.Repeat("not ", 100_000))).Text.Should().Be("code that is nested so deep");
        Run("assert " + new string('-', 100_000) + "1").Text.Should().Be("code that is nested so deep");
        Run("assert 1" + string.Concat(Enumerable.Repeat(" ** 1", 100_000))).Text.Should().Be("code that is nested so deep");
        Run("assert 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000))).Outcome.Should().Be(CodeOutcome.Passed);
    }

    [Fact]
    public void What_is_printed_is_kept()
    {
        Run("print('cwnd', tcpi_snd_cwnd)\nprint 'rto', tcpi_rto\nprint\nprint('%d') % 5\nassert False")
            .Should().Be(new CodeResult(CodeOutcome.AssertionFailed, "assert False", "cwnd 10\nrto 200000\n\n5\n"));
    }

    [Fact]
    public void The_pieces_of_a_script_share_their_names_and_see_the_socket_as_it_is_then()
    {
        var evaluator = new PythonEvaluator();

        evaluator.Run("before = tcpi_rto; tcpi_rto = 7; assert tcpi_rto == 7", name => name == "tcpi_rto" ? 100 : null).Outcome.Should().Be(CodeOutcome.Passed);
        evaluator.Run("assert (before, tcpi_rto) == (100, 200)", name => name == "tcpi_rto" ? 200 : null).Text.Should().BeEmpty();
    }

    private static CodeResult Run(string code) => new PythonEvaluator().Run(code, name => name switch
    {
        "tcpi_snd_cwnd" => 10,
        "tcpi_rto" => 200_000,
        "tcpi_options" => 3,
        "tcpi_max_pacing_rate" => ulong.MaxValue,
        _ => (BigInteger?)null,
    });
}
