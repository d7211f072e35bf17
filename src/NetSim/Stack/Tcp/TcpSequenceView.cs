using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>
/// Where a connection stands in both sequence spaces, in numbers that start at 0 for each side's SYN and do not wrap. Those of the
/// peer's space are 0 while its SYN has not come.
/// </summary>
/// <param name="Iss">ISS.</param>
/// <param name="Irs">IRS.</param>
/// <param name="Una">SND.UNA.</param>
/// <param name="Nxt">SND.NXT: after the highest number that was ever sent.</param>
/// <param name="WindowEdge">SND.UNA + SND.WND: where the peer's window ends.</param>
/// <param name="RcvNxt">RCV.NXT.</param>
/// <param name="RcvEdge">RCV.NXT + RCV.WND as last told to the peer.</param>
internal readonly record struct TcpSequenceView(
    SequenceNumber Iss, SequenceNumber Irs, long Una, long Nxt, long WindowEdge, long RcvNxt, long RcvEdge)
{
    /// <summary>A number of what this side sends, in the view's count: the one nearest to <see cref="Una"/>.</summary>
    public long Sent(SequenceNumber number) => Nearest(Iss, Una, number);

    /// <summary>A number of what the peer sends, in the view's count: the one nearest to <see cref="RcvNxt"/>.</summary>
    public long Received(SequenceNumber number) => Nearest(Irs, RcvNxt, number);

    private static long Nearest(SequenceNumber initial, long near, SequenceNumber number) =>
        near + (number - new SequenceNumber(initial.Value + (uint)near));
}
