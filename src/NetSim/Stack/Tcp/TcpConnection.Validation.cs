using NetSim.Stack.Tcp.Congestion;

namespace NetSim.Stack.Tcp;

/// <content>A window that the application did not use, by RFC 7661: kept for five minutes, and reduced by a loss to what was in use.</content>
internal sealed partial class TcpConnection
{
    private CongestionWindowValidation? _validation; // null unless the host's options ask for it
    private long _retransmittedBefore;               // octets sent again before the present reduction

    /// <summary>Whether the window is valid, or all of it was used: what is left of it held no further segment (§4.4).</summary>
    private bool MayGrowValidated(int flightSize) => _validation?.MayGrow(_congestion.Window, flightSize + _sendMss - 1) ?? true;

    /// <summary>A loss in the non-validated phase: ssthresh is half of what was in use (§4.4.1).</summary>
    private void ReduceToWhatWasUsed(int windowBefore)
    {
        _retransmittedBefore = _octetsRetransmitted;
        if (_validation?.OnCongestion(_flightToReduce, windowBefore) is { } window)
            _congestion.SlowStartThreshold = Math.Max(window, 2 * _sendMss);
    }

    /// <summary>The end of such a reduction: what had to be sent again was too much (§4.4.1).</summary>
    private void EndWithWhatWasUsed()
    {
        var resent = (int)Math.Min(_octetsRetransmitted - _retransmittedBefore, int.MaxValue);
        if (_validation?.OnRecovered(resent, _sendMss) is { } window)
            _congestion.Window = _congestion.SlowStartThreshold = window;
    }
}
