namespace NetSim.Testing.Tests.Packetdrill.Execution;

/// <summary>The command: a line per script in order, and an exit code.</summary>
public sealed class CommandLineTests : IDisposable
{
    private const string Passing = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("netsim").FullName;

    [Fact]
    public void Each_script_has_a_line_and_only_all_passed_is_success()
    {
        Write("a/1.pkt", Passing);
        Write("a/b/2.pkt", Passing + "+0 listen(3, 1) = 5\n");
        Write("a/c.pkt", Passing + "+0 splice(3, 4) = 0\n");
        Write("a/notes.txt", "nothing");
        var alone = Write("z.pkt", Passing);

        var (code, lines) = Run(alone, PathOf("a"));

        code.Should().Be(1);
        lines.Should().Equal(
            $"PASS {alone}",
            $"PASS {PathOf("a/1.pkt")}",
            $"FAIL {PathOf("a/b/2.pkt")}:2: listen: expected 5, got 0",
            $"UNSUPPORTED {PathOf("a/c.pkt")}:2: the system call splice");
        Run(alone).Code.Should().Be(0);
    }

    [Fact]
    public void Verbose_shows_the_exchange_of_what_did_not_pass()
    {
        var path = Write("a.pkt", Passing + "+0 listen(3, 1) = 5\n");

        Run("--verbose", path).Lines.Should().Equal(
            $"FAIL {path}:2: listen: expected 5, got 0",
            "     0.000000 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
            "     0.000000 listen(3, 1) = 5",
            "  expected: listen(3, 1) = 5",
            "  actual:   listen(…) = 0");
    }

    [Fact]
    public void Options_choose_the_profile_the_names_and_packetdrills_own()
    {
        var path = Write("a.pkt", Passing + """
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 connect(3, ..., ...) = -1 EINPROGRESS
            #ifdef BSD
            +0 > S 0:0(0) <mss 960,nop,wscale 6,sackOK,TS val 1 ecr 0>
            #else
            +0 > S 0:0(0) <mss 960,sackOK,TS val 1 ecr 0,nop,wscale 6>
            #endif
            """);

        Run("--profile", "FreeBsd", "--define", "BSD", "--mtu=1000", path).Code.Should().Be(0);
        Run("--profile", "freebsd", "--mtu=1000", path).Code.Should().Be(1);
        Run("--profile", "freebsd", "--mtu=1000", "--semantic-options", path).Code.Should().Be(0);
    }

    [Fact]
    public void A_file_that_is_not_there_fails() =>
        Run(PathOf("nothing.pkt")).Lines.Should().ContainSingle().Which.Should().StartWith($"FAIL {PathOf("nothing.pkt")}: ");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string PathOf(string name) => Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));

    private string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string[] Lines) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = global::Packetdrill.Program.Run(arguments, output);
        return (code, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray());
    }
}
