using ScottPlot;

namespace NetSim.Plots;

/// <summary>A drawing of a TCP connection, to be had as SVG or PNG. The same series gives the same octets on a machine, whose fonts it is drawn with.</summary>
public sealed class TcpPlot
{
    /// <summary>The width that a picture has unless said otherwise, in pixels.</summary>
    public const int DefaultWidth = 1_200;

    /// <summary>The height that a picture has unless said otherwise, in pixels.</summary>
    public const int DefaultHeight = 700;

    private readonly Plot _plot;

    internal TcpPlot(Plot plot) => _plot = plot;

    /// <summary>The picture as the text of an SVG file.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive.</exception>
    public string ToSvg(int width = DefaultWidth, int height = DefaultHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return SvgIdentifiers.Renumber(_plot.GetSvgXml(width, height));
    }

    /// <summary>The picture as the octets of a PNG file.</summary>
    /// <inheritdoc cref="ToSvg"/>
    public byte[] ToPng(int width = DefaultWidth, int height = DefaultHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return _plot.GetImageBytes(width, height, ImageFormat.Png);
    }

    /// <summary>Writes the picture to a file.</summary>
    /// <param name="path">Ends in <c>.svg</c> or <c>.png</c>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <exception cref="ArgumentException">The path ends in neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive.</exception>
    public void Save(string path, int width = DefaultWidth, int height = DefaultHeight)
    {
        ArgumentNullException.ThrowIfNull(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SVG":
                File.WriteAllText(path, ToSvg(width, height));
                break;
            case ".PNG":
                File.WriteAllBytes(path, ToPng(width, height));
                break;
            default:
                throw new ArgumentException($"'{path}' names no format that is known. End it in .svg or .png.", nameof(path));
        }
    }
}
