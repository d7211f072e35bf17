using NetSim.Tests.Tracing.Captures;

namespace NetSim.Scenarios;

/// <summary>Every sample that only prints, run as somebody runs it.</summary>
public sealed class SampleOutputTests
{
    [Theory]
    [InlineData("FirstPage")]
    [InlineData("TracerouteAcrossRouters")]
    [InlineData("TwoOffices")]
    public void It_prints_what_is_expected(string sample)
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            var output = SampleRun.RunProcess(System.Reflection.Assembly.Load(sample).Location, folder);

            Golden.Verify($"{sample}/output.txt", output.ReplaceLineEndings("\n"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_plots_and_their_tables_are_written_the_same_each_time()
    {
        var runs = new[] { PlotFiles(), PlotFiles() };

        runs[0].Keys.Should().Contain(["samples.csv", "segments.csv", "sequence.svg", "sequence.png", "loss.svg", "window.png", "round-trip.svg"]);
        runs[0].Should().Equal(runs[1]);
    }

    [Fact]
    public void The_first_page_s_capture_is_read_by_Wireshark_without_a_complaint()
    {
        Tshark.Require();
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            SampleRun.RunProcess(System.Reflection.Assembly.Load("FirstPage").Location, folder);

            var capture = Path.Combine(folder, "page.pcapng");
            Tshark.Read(capture, "http.response.code == 200", "frame.number").Should().NotBeEmpty();
            Tshark.Read(capture, Tshark.Wrong, "frame.number").Should().BeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> PlotFiles()
    {
        var folder = Directory.CreateTempSubdirectory("netsim").FullName;
        try
        {
            SampleRun.RunProcess(System.Reflection.Assembly.Load("TcpPlots").Location, folder);
            return Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
