namespace NetSim.Testing.Tests.Packetdrill.Language;

public sealed class DirectiveTests
{
    private const string Nested = """
        #ifdef STANDARD
        0 a() = 0
        # ifdef is a comment here: there is a space
        #ifndef QUICK
        0 b() = 0
        #else
        0 c() = 0
        #endif
        #else
        0 d() = 0
        #ifdef QUICK
        0 e( this is not even a script
        #endif
        #endif
        0 f() = 0
        """;

    [Theory]
    [InlineData("a b f", "STANDARD")]
    [InlineData("a c f", "STANDARD", "QUICK")]
    [InlineData("d f")]
    public void Lines_are_read_as_the_names_given_from_outside_say(string calls, params string[] defined) =>
        Calls(Nested, defined).Should().Equal(calls.Split(' '));

    [Fact]
    public void Lines_that_are_left_out_are_counted()
    {
        var script = Scripts.Read(Nested);

        script.Events.Select(item => item.Line).Should().Equal(10, 15);
    }

    [Theory]
    [InlineData("#define HERE\n#ifdef HERE\n0 a() = 0\n#endif", "a")]
    [InlineData("#define HERE\n#undef HERE\n#ifndef HERE\n0 a() = 0\n#endif", "a")]
    [InlineData("#if 0\n0 a() = 0\n#elif defined(HERE)\n0 b() = 0\n#elif !defined(HERE) // yes\n0 c() = 0\n#else\n0 d() = 0\n#endif", "c")]
    [InlineData("0 `\n#ifdef HERE\n`\n0 a() = 0", "a")]
    [InlineData("# a comment\n0 a() = 0 #endif is one, too", "a")]
    public void A_directive_is_a_number_sign_at_the_start_of_a_line(string text, string calls) =>
        Calls(text).Should().Equal(calls.Split(' '));

    [Fact]
    public void A_word_is_replaced_by_the_value_that_the_script_gives_it()
    {
        var script = Scripts.Read("""
            --define=FAMILY=AF_INET --define=WHO="me" --define=CLEAN=`rm x`
            #define SIZE 1460
            #define FLAGS (O_RDWR | O_NONBLOCK) // those of fcntl
            0 call(FAMILY, WHO, SIZE, FLAGS) = SIZES
            0 CLEAN
            """);

        script.Events.Select(item => item.ToString()).Should().Equal(
            "call(AF_INET, \"me\", 1460, O_RDWR|O_NONBLOCK) = SIZES", "`rm x`");
        script.Events[0].Line.Should().Be(4);
    }

    [Fact]
    public void Values_that_name_each_other_end() => Calls("#define A B\n#define B A\n0 A() = 0").Should().ContainSingle();

    [Fact]
    public void Values_that_grow_without_bound_are_an_error()
    {
        var bomb = "#define A " + string.Concat(Enumerable.Repeat("A0 ", 60)) + "\n";
        for (var level = 0; level < 8; level++)
            bomb += $"#define A{level} {string.Concat(Enumerable.Repeat($"A{level + 1} ", 60))}\n";

        Scripts.Error(bomb + "A").Problem.Should().StartWith("The script has more than");
    }

    [Theory]
    [InlineData("0 a() = 0\n#endif", 2, "There is no #ifdef that this #endif would close.")]
    [InlineData("#else", 1, "There is no #ifdef that this #else would belong to.")]
    [InlineData("\n#ifdef HERE\n0 a() = 0", 2, "There is no #endif for the condition that starts here.")]
    [InlineData("\n#ifndef HERE\n0 a() = 0", 2, "There is no #endif for the condition that starts here.")]
    [InlineData("#ifdef\n#endif", 1, "Expected a name after #ifdef.")]
    [InlineData("#if 2 > 1\n#endif", 1, "Expected 0, 1, defined(NAME) or !defined(NAME) after #if.")]
    public void An_unfinished_condition_is_an_error(string text, int line, string problem)
    {
        var error = Scripts.Error(text);

        (error.Line, error.Problem).Should().Be((line, problem));
    }

    private static IEnumerable<string> Calls(string text, params string[] defined) =>
        Scripts.Read(text, defined).Events.OfType<NetSim.Testing.Packetdrill.Language.SystemCallEvent>().Select(call => call.Name);
}
