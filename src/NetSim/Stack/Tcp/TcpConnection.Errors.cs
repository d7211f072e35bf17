using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <content>What ICMP and ARP tell (RFC 9293 §3.9.2.2, RFC 5461), and the size of the path (RFC 1191 §6).</content>
internal sealed partial class TcpConnection
{
    private const int HeadersLength = Ipv4Packet.MinHeaderLength + TcpSegment.MinHeaderLength;

    /// <summary>The most data in a segment that fits the path as far as it is known, without options (RFC 9293 §3.7.1).</summary>
    private int OwnMss => Math.Clamp(
        _environment.PathMtu(this) - HeadersLength, 1, Math.Min(_options.MaximumSegmentSize, Settings.MaximumSegmentSize ?? int.MaxValue));

    /// <summary>Eff.snd.MSS: what the peer takes and the path carries, less the options of each segment (RFC 6691).</summary>
    private int EffectiveMss(int own) => Math.Max(1, Math.Min(_offeredMss, own) - DataOptionsLength);

    public override void OnError(IpError error)
    {
        // RFC 5927 §4.1: an error about a number that is not in flight is late, or forged. This host itself is neither.
        var end = error.Reporter is null ? _sndMax + 1 : _sndMax;
        if (error.Packet.Sequence is not { } sequence || sequence < _sndUna || sequence >= end)
        {
            _trace?.In(PduAction.Drop, null, DropReason.TcpErrorNotInFlight);
            return;
        }

        if (error.IsFragmentationNeeded)
        {
            _environment.LearnPathMtu(error);
            FitSegmentsToPath();
        }
        else if (IsBerkeley)
        {
            OnErrorLikeBerkeley(error);
        }
        else if ((error.IsHard || _options.SoftErrorsEndHandshake) && State is TcpState.SynSent or TcpState.SynReceived)
        {
            EndRefused(error);
        }
        else
        {
            KeepTrying(error);
        }

        ComeToRest();
    }

    /// <summary>
    /// Takes over what is known of the path, from whichever connection, and that it is forgotten again. What was too large is sent again
    /// in smaller segments: that is no sign of congestion (RFC 1191 §6.4).
    /// </summary>
    private void FitSegmentsToPath()
    {
        var mss = EffectiveMss(OwnMss);
        if (mss == _sendMss)
            return;
        var isLess = mss < _sendMss;
        _sendMss = mss;
        _congestion.OnSegmentSizeChanged(mss);
        if (!isLess)
        {
            _trace?.In(PduAction.Accept, null, Reason.TcpGrowsSegments, mss);
            return;
        }

        for (var i = 0; i < _scoreboard.Count; i++)
        {
            if (_scoreboard[i].Length > mss && !_scoreboard[i].Has(Recovery.SegmentStatus.Sacked))
                _scoreboard.MarkLost(i);
        }

        _trace?.In(PduAction.Accept, null, Reason.TcpShrinksSegments, mss);
    }

    private void EndRefused(IpError error)
    {
        _trace?.In(PduAction.Accept, null, Reason.TcpIsToldHardError, Remote);
        End(error.SocketError);
    }

    /// <summary>Not the end, but the likely cause if the end comes.</summary>
    private void KeepTrying(IpError error)
    {
        _softError = error.SocketError;
        _trace?.In(PduAction.Accept, null, Reason.TcpKeepsTrying, Remote);
    }
}
