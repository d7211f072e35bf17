using ScottPlot;

namespace NetSim.Plots;

/// <summary>Upright strokes, each at a time and from one number to another: the segments of a time-sequence graph.</summary>
internal sealed class SequenceTicks(IReadOnlyList<(double Time, double Start, double End)> ticks, string name, LineStyle style) : IPlottable
{
    private const float LeastHeight = 3; // pixels: a segment stays visible however many there are

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [new LegendItem { LabelText = name, LineStyle = style, Plottable = this }];

    public AxisLimits GetAxisLimits() => ticks.Count == 0
        ? AxisLimits.NoLimits
        : new AxisLimits(ticks.Min(tick => tick.Time), ticks.Max(tick => tick.Time), ticks.Min(tick => tick.Start), ticks.Max(tick => tick.End));

    public void Render(RenderPack rp)
    {
        foreach (var (time, start, end) in ticks)
        {
            var (x, bottom, top) = (Axes.GetPixelX(time), Axes.GetPixelY(start), Axes.GetPixelY(end));
            if (bottom - top < LeastHeight)
                (bottom, top) = (((bottom + top) + LeastHeight) / 2, ((bottom + top) - LeastHeight) / 2);
            Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(x, bottom), new Pixel(x, top), style);
        }
    }
}
