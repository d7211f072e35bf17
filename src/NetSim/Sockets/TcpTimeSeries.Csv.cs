using System.Globalization;
using NetSim.Kernel;

namespace NetSim.Sockets;

/// <content>The series as comma-separated values (RFC 4180), with a line of names, in the invariant culture, and line feeds at the ends.</content>
public sealed partial class TcpTimeSeries
{
    /// <summary>Writes a line for each of <see cref="Samples"/>.</summary>
    /// <remarks>
    /// <c>time_s</c>, <c>srtt_s</c>, <c>rto_s</c>: seconds, with nine decimals. <c>cwnd</c>, <c>ssthresh</c> (empty until a loss sets it), <c>in_flight</c>:
    /// octets. <c>snd_una</c>, <c>snd_nxt</c>, <c>snd_edge</c>, <c>rcv_nxt</c>, <c>rcv_edge</c>: relative sequence numbers; the edges are where the
    /// peer's window and this side's own end.
    /// </remarks>
    public void WriteSamples(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("time_s,cwnd,ssthresh,in_flight,srtt_s,rto_s,snd_una,snd_nxt,snd_edge,rcv_nxt,rcv_edge\n");
        foreach (var sample in _samples)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{Seconds(sample.Time.SinceStart)},{sample.CongestionWindow},{sample.SlowStartThreshold},{sample.OctetsInFlight},{Seconds(sample.SmoothedRtt)},{Seconds(sample.Rto)},"));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.SendUnacknowledged},{sample.SendNext},{sample.SendWindowEdge},{sample.ReceiveNext},{sample.ReceiveWindowEdge}\n"));
        }
    }

    /// <summary>Writes a line for each of <see cref="Segments"/>.</summary>
    /// <remarks>
    /// <c>time_s</c>: seconds, with nine decimals. <c>direction</c>: <c>sent</c> or <c>received</c>. <c>start</c>, <c>end</c>: relative sequence numbers of the sender,
    /// the end not included. <c>flags</c>: such as <c>PSH+ACK</c>. <c>retransmission</c>: 1 or 0. <c>ack</c>: relative, of the other side; empty without ACK.
    /// <c>sack</c>: such as <c>2921-4381 5841-7301</c>, or empty.
    /// </remarks>
    public void WriteSegments(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("time_s,direction,start,end,flags,retransmission,ack,sack\n");
        foreach (var segment in _segments)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{Seconds(segment.Time.SinceStart)},{(segment.IsSent ? "sent" : "received")},{segment.Start},{segment.End},{segment.FlagNames},{(segment.IsRetransmission ? 1 : 0)},{segment.Acknowledgment},"));
            writer.Write(string.Join(' ', segment.Sacks) + "\n");
        }
    }

    private static string Seconds(Duration duration) => string.Create(
        CultureInfo.InvariantCulture, $"{duration.Nanoseconds / 1_000_000_000}.{duration.Nanoseconds % 1_000_000_000:D9}");
}
