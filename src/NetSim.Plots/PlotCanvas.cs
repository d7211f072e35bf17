using System.Globalization;
using NetSim.Kernel;
using NetSim.Sockets;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace NetSim.Plots;

/// <summary>What the graphs have in common: their look, and their axis of time.</summary>
internal sealed class PlotCanvas
{
    public static readonly Color Dark = Color.FromHex("#1f2933");
    public static readonly Color Blue = Color.FromHex("#2b6cb0");
    public static readonly Color Green = Color.FromHex("#2f855a");
    public static readonly Color Red = Color.FromHex("#d62828");
    public static readonly Color Orange = Color.FromHex("#e07b00");
    public static readonly Color Gray = Color.FromHex("#8795a1");

    // The first that the machine has; sans serif, because labels are small.
    private static readonly string[] _fonts = ["DejaVu Sans", "Liberation Sans", "Segoe UI", "Helvetica", "Arial"];

    private readonly SimTime _from;
    private readonly SimTime _to;

    public PlotCanvas(TcpTimeSeries series, TcpPlotOptions options, string name, string leftLabel)
    {
        ArgumentNullException.ThrowIfNull(series);
        _from = options.From ?? (series.Samples.Count > 0 ? series.Samples[0].Time : default);
        _to = options.To ?? (series.Samples.Count > 0 ? series.Samples[^1].Time : _from);
        Plot.Font.Set(Array.Find(_fonts, SkiaSharp.SKFontManager.Default.FontFamilies.Contains) ?? Fonts.Default);
        Plot.Title(options.Title ?? $"{name}, {series.Connection}".TrimEnd(',', ' '));
        Plot.XLabel("Time (s)");
        Plot.YLabel(leftLabel);
        Plot.Axes.Bottom.TickGenerator = Ticks();
        Plot.Axes.Left.TickGenerator = Ticks();
        Plot.Axes.Right.TickGenerator = Ticks();
        Plot.ShowLegend(Alignment.UpperLeft);
    }

    public Plot Plot { get; } = new();

    /// <summary>A line that keeps its value until the next one; in the legend even where there is none.</summary>
    public ScottPlot.Plottables.Scatter AddSteps(IEnumerable<(double Time, double Value)> points, string name, Color color, float width = 1.5f, LinePattern? pattern = null)
    {
        var all = points.ToList();
        var line = Plot.Add.Scatter(all.ConvertAll(point => point.Time), all.ConvertAll(point => point.Value), color);
        line.ConnectStyle = ConnectStyle.StepHorizontal;
        line.LegendText = name;
        line.LineWidth = width;
        line.LinePattern = pattern ?? LinePattern.Solid;
        line.MarkerSize = 0;
        return line;
    }

    public void AddTicks(IEnumerable<(double Time, double Start, double End)> ticks, string name, Color color, float width) =>
        Plot.Add.Plottable(new SequenceTicks(ticks.ToList(), name, new LineStyle(width, color)));

    /// <summary>Whether a time is within the graph.</summary>
    public bool Shows(SimTime time) => time >= _from && time <= _to;

    /// <summary>Sets the limits of the axes; the legend has room above the highest value.</summary>
    public TcpPlot Finish(double lowest, double highest)
    {
        var margin = Math.Max((_to - _from).TotalSeconds * 0.02, 1e-6);
        Plot.Axes.SetLimits(_from.TotalSeconds - margin, _to.TotalSeconds + margin, lowest, HighestWithLegend(lowest, highest));
        return new TcpPlot(Plot);
    }

    public static double HighestWithLegend(double lowest, double highest) => lowest + Math.Max((highest - lowest) * 1.25, 1);

    private static NumericAutomatic Ticks() => new() { TickDensity = 0.4, LabelFormatter = value => value.ToString("#,0.######", CultureInfo.InvariantCulture) };
}
