using NetSim.Tracing.Captures;

namespace NetSim.Tracing;

/// <content>The trace as a capture for Wireshark, tshark and tcpdump.</content>
public sealed partial class Trace
{
    /// <summary>Writes a pcapng file of the whole network, or of what ports send and receive, as tcpdump there would.</summary>
    /// <remarks>In a capture of the whole network each frame is there once for each link, at the port that sends it.</remarks>
    /// <param name="path">The file; it is replaced if it exists. Its folder must exist.</param>
    /// <param name="ports">The ports; none for the whole network.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A port is not of this network.</exception>
    public void SavePcapng(string path, params IEnumerable<TracePort> ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        var options = new PcapngOptions { Ports = [.. ports] };
        Check(options);
        using var stream = File.Create(path);
        WritePcapng(stream, options);
    }

    /// <summary>Writes a pcapng file of all ports of a device: what they send and receive.</summary>
    /// <param name="path">The file; it is replaced if it exists. Its folder must exist.</param>
    /// <param name="device">The device's name.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">No device of that name has a port.</exception>
    public void SavePcapng(string path, string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        List<TracePort> ports = [.. _ports.Where(port => port.Device == device)];
        if (ports.Count == 0)
        {
            var known = string.Join(", ", _ports.Select(port => port.Device).Distinct());
            throw new ArgumentException($"No device '{device}' has a port. These have: {known}.", nameof(device));
        }

        SavePcapng(path, ports);
    }

    /// <summary>Writes a pcapng file into a stream, which stays open.</summary>
    /// <param name="stream">Where it is written.</param>
    /// <param name="options">What is captured; by default the whole network.</param>
    /// <exception cref="ArgumentException">A port is not of this network.</exception>
    public void WritePcapng(Stream stream, PcapngOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new PcapngOptions();
        Check(options);
        Capture.Write(this, _simulation.Now, options.Ports, stream);
    }

    private void Check(PcapngOptions options)
    {
        foreach (var port in options.Ports)
        {
            if (!_ports.Contains(port))
                throw new ArgumentException($"{port} is not a port of this network: take one of the trace's ports.", nameof(options));
        }
    }
}
