using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <content>The sizes of the buffers, which grow with what the path carries unless the application sets them.</content>
internal sealed partial class TcpConnection
{
    private int _tunedReceiveBuffer;      // 0 until it has grown
    private int _tunedSendBuffer;
    private int _receiveSpace;            // how much the application took in the last round trip
    private long _octetsRead;
    private long _octetsReadAtRound;
    private SimTime _roundStart;
    private Duration _receiverRtt;        // a round trip as the receiver sees it
    private SequenceNumber _roundEnd;     // without timestamps, a round trip lasts until a window's worth has come
    private SimTime _roundEndSince;
    private bool _hasRound;

    private int ReceiveBufferLimit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // asked twice for each segment
        get => _tunedReceiveBuffer > 0 && Settings.TunesReceiveBuffer ? _tunedReceiveBuffer : Settings.ReceiveBufferSize;
    }

    private int SendBufferLimit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)] // and this for each write
        get => _tunedSendBuffer > 0 && Settings.TunesSendBuffer ? _tunedSendBuffer : Settings.SendBufferSize;
    }

    private void RoundReceiveBuffer()
    {
        var segment = Math.Min(_offeredMss, OwnMss);
        if (Settings.IsShared)
            Settings = Settings.Copy();
        Settings.SendBufferSize = (Settings.SendBufferSize + segment - 1) / segment * segment;
        Settings.ReceiveBufferSize = (Settings.ReceiveBufferSize + segment - 1) / segment * segment;
    }

    /// <summary>The send buffer holds two congestion windows: one in flight, one that follows (Linux: tcp_sndbuf_expand).</summary>
    private void TuneSendBuffer()
    {
        var limit = SendBufferLimit;
        if (!Settings.TunesSendBuffer || limit >= _options.MaxSendBufferSize)
            return;
        var wanted = (int)Math.Min(2L * _congestion.Window, _options.MaxSendBufferSize);
        if (wanted > limit)
            _tunedSendBuffer = wanted;
    }

    /// <summary>How long a round trip takes, for a side that only receives: by the echo of its timestamps, or by the time that a window takes to come.</summary>
    private void MeasureReceiverRtt(TcpSegment segment)
    {
        if (!Settings.TunesReceiveBuffer || (_usesTimestamps && _receiverRtt == LeastEchoedRtt))
            return; // it will not be found to be less
        if (EchoedRtt(segment) is { } echoed)
        {
            if (segment.Payload.Length >= _receiveMss)
                _receiverRtt = _receiverRtt == Duration.Zero ? echoed : Duration.Min(_receiverRtt, echoed);
            return;
        }

        if (!_hasRound || _rcvNxt >= _roundEnd)
        {
            var took = _environment.Now - _roundEndSince;
            if (_hasRound && took > Duration.Zero && !_usesTimestamps)
                _receiverRtt = _receiverRtt == Duration.Zero ? took : Duration.Min(_receiverRtt, took);
            _hasRound = true;
            _roundEnd = _rcvNxt + Math.Max(ReceiveWindow, 1);
            _roundEndSince = _environment.Now;
        }
    }

    /// <summary>
    /// The receive buffer holds twice what the application takes in a round trip, so that a sender in slow start is never held up by it
    /// (dynamic right-sizing, Fisk and Feng 2001). By the time that an offer reaches the sender and is used, more than a round trip has passed:
    /// so what is taken is expected to grow as much again, twice (Linux: tcp_rcv_space_adjust).
    /// </summary>
    private void TuneReceiveBuffer(int octets)
    {
        _octetsRead += octets;
        if (!Settings.TunesReceiveBuffer || _receiverRtt == Duration.Zero || _environment.Now - _roundStart < _receiverRtt)
            return;
        var taken = (int)Math.Min(_octetsRead - _octetsReadAtRound, int.MaxValue / 4);
        if (taken > _receiveSpace)
        {
            if (ReceiveBufferLimit < _options.MaxReceiveBufferSize)
                GrowReceiveBuffer(taken);
            _receiveSpace = taken;
        }

        _octetsReadAtRound = _octetsRead;
        _roundStart = _environment.Now;
    }

    private void GrowReceiveBuffer(int taken)
    {
        var before = _receiveSpace > 0 ? _receiveSpace : _options.InitialWindowSegments * OwnMss;
        var wanted = (2L * taken) + (16 * FullSegment);
        wanted = Math.Min(wanted + (2 * wanted * Math.Max(taken - before, 0) / before), _options.MaxReceiveBufferSize);
        if (wanted > ReceiveBufferLimit)
            _tunedReceiveBuffer = (int)wanted;
    }
}
