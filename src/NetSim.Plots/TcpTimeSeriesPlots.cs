using NetSim.Kernel;
using NetSim.Sockets;
using ScottPlot;

namespace NetSim.Plots;

/// <summary>The graphs of a recorded TCP connection.</summary>
public static class TcpTimeSeriesPlots
{
    /// <summary>
    /// The time-sequence graph as Stevens drew it ("TCP/IP Illustrated", volume 1): a stroke for each segment with data, from its first number to its
    /// last; below them what is acknowledged, above them where the receiver's window ends. Retransmissions and selective acknowledgments stand out.
    /// </summary>
    public static TcpPlot PlotTimeSequence(this TcpTimeSeries series, TcpPlotOptions? options = null)
    {
        options ??= new TcpPlotOptions();
        var canvas = new PlotCanvas(series, options, "Time–sequence graph", "Sequence number (octets)");
        var isSent = !options.ShowsReceived;
        var shown = series.Segments.Where(segment => canvas.Shows(segment.Time)).ToList();
        var data = shown.Where(segment => segment.IsSent == isSent && segment.End > segment.Start).ToList();
        var answers = shown.Where(segment => segment.IsSent != isSent && segment.Acknowledgment is not null).ToList();
        var edges = series.Samples.Where(sample => canvas.Shows(sample.Time)).Select(sample => At(sample, isSent ? sample.SendWindowEdge : sample.ReceiveWindowEdge));

        canvas.AddSteps(edges.Where(edge => edge.Value > 0), "window edge", PlotCanvas.Blue);
        canvas.AddTicks(Strokes(data.Where(segment => !segment.IsRetransmission)), "segment", PlotCanvas.Dark, 1.5f);
        canvas.AddSteps(answers.Select(segment => (segment.Time.TotalSeconds, (double)segment.Acknowledgment!)), "acknowledged", PlotCanvas.Green);
        canvas.AddTicks(Sacks(answers), "selectively acknowledged", PlotCanvas.Orange, 1.5f);
        canvas.AddTicks(Strokes(data.Where(segment => segment.IsRetransmission)), "retransmission", PlotCanvas.Red, 3);
        return canvas.Finish(
            lowest: answers.Select(segment => segment.Acknowledgment!.Value).Concat(data.Select(segment => segment.Start)).DefaultIfEmpty().Min(),
            highest: data.Select(segment => segment.End).DefaultIfEmpty().Max());
    }

    /// <summary>The congestion window, the slow-start threshold and the octets in flight over time; retransmissions are marked on the axis.</summary>
    public static TcpPlot PlotCongestionWindow(this TcpTimeSeries series, TcpPlotOptions? options = null)
    {
        var canvas = new PlotCanvas(series, options ?? new TcpPlotOptions(), "Congestion window", "Octets");
        var shown = series.Samples.Where(sample => canvas.Shows(sample.Time)).ToList();
        var limited = shown.Where(sample => sample.CongestionWindow < int.MaxValue).ToList(); // not yet so in the handshake
        var highest = limited.Select(sample => Math.Max(sample.CongestionWindow, sample.OctetsInFlight)).DefaultIfEmpty().Max();

        canvas.AddSteps(shown.Select(sample => At(sample, sample.OctetsInFlight)), "in flight", PlotCanvas.Gray, 1);
        canvas.AddSteps(
            shown.Where(sample => sample.SlowStartThreshold is not null).Select(sample => At(sample, sample.SlowStartThreshold!.Value)),
            "ssthresh", PlotCanvas.Orange, pattern: LinePattern.Dashed);
        canvas.AddSteps(limited.Select(sample => At(sample, sample.CongestionWindow)), "cwnd", PlotCanvas.Blue, 2);
        canvas.AddTicks(
            series.Segments.Where(segment => segment.IsRetransmission && canvas.Shows(segment.Time)).Select(segment => (segment.Time.TotalSeconds, 0d, highest * 0.03)),
            "retransmission", PlotCanvas.Red, 2);
        return canvas.Finish(lowest: 0, highest);
    }

    /// <summary>
    /// The round-trip times over time: each that the acknowledgment of a segment shows that was sent once (Karn's algorithm, RFC 6298 §3), and SRTT; on the
    /// right axis the retransmission timeout.
    /// </summary>
    public static TcpPlot PlotRoundTripTime(this TcpTimeSeries series, TcpPlotOptions? options = null)
    {
        var canvas = new PlotCanvas(series, options ?? new TcpPlotOptions(), "Round-trip time", "Round-trip time (ms)");
        var shown = series.Samples.Where(sample => canvas.Shows(sample.Time)).ToList();
        var measured = RoundTrips.Of(series).Where(trip => canvas.Shows(trip.At)).Select(trip => (trip.At.TotalSeconds, Value: trip.Length.TotalMilliseconds)).ToList();
        var smoothed = shown.Where(sample => sample.SmoothedRtt > Duration.Zero).Select(sample => At(sample, sample.SmoothedRtt.TotalMilliseconds)).ToList();
        var timeouts = shown.ConvertAll(sample => At(sample, sample.Rto.TotalMilliseconds));

        var points = canvas.AddSteps(measured, "measured", PlotCanvas.Gray);
        (points.LineWidth, points.MarkerSize, points.MarkerShape) = (0, 3, MarkerShape.FilledCircle);
        canvas.AddSteps(smoothed, "SRTT", PlotCanvas.Blue, 2);
        var right = canvas.Plot.Axes.Right;
        canvas.AddSteps(timeouts, "RTO (right axis)", PlotCanvas.Red).Axes.YAxis = right;
        right.Label.Text = "Retransmission timeout (ms)";
        (right.Min, right.Max) = (0, PlotCanvas.HighestWithLegend(0, timeouts.Select(timeout => timeout.Value).DefaultIfEmpty().Max()));
        return canvas.Finish(lowest: 0, highest: measured.Select(trip => trip.Value).Concat(smoothed.Select(sample => sample.Value)).DefaultIfEmpty().Max());
    }

    private static (double Time, double Value) At(in TcpSample sample, double value) => (sample.Time.TotalSeconds, value);

    private static IEnumerable<(double Time, double Start, double End)> Strokes(IEnumerable<TcpSegmentRecord> segments) =>
        segments.Select(segment => (segment.Time.TotalSeconds, (double)segment.Start, (double)segment.End));

    private static IEnumerable<(double Time, double Start, double End)> Sacks(IEnumerable<TcpSegmentRecord> segments) =>
        segments.SelectMany(segment => segment.Sacks, (segment, sack) => (segment.Time.TotalSeconds, (double)sack.Start, (double)sack.End));
}
