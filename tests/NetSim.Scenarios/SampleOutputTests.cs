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
}
