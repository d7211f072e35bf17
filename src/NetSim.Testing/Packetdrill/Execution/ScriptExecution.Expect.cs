using NetSim.Kernel;
using NetSim.Packets.Icmp;
using NetSim.Packets.Ipv4;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Execution;

/// <content>Packets that the script expects.</content>
internal sealed partial class ScriptExecution
{
    // For how long after its time a packet is still waited for, only to say when it came.
    private static readonly Duration Patience = 200.Seconds;

    private void Expect(PacketEvent packet, Duration start, Duration end)
    {
        var connection = FindConnection(packet);
        try
        {
            ExpectOrThrow(packet, connection, start, end);
        }
        catch (ScriptFailedException) when (_settings.PacketErrorsAreWarnings)
        {
            Log($"(warning: not {packet})");
        }
    }

    private void ExpectOrThrow(PacketEvent packet, ScriptConnection connection, Duration start, Duration end)
    {
        var limit = Duration.Max(_bed.Now, end + ToleranceAt(start)) + Patience;
        var sent = TakeNext(packet, connection, limit) ?? throw new ScriptFailedException(
            packet.Time.Kind == EventTimeKind.Any
                ? "the stack sent no packet"
                : $"the stack sent no packet; expected one at {EventTime.Seconds(start)} s", expected: packet.ToString());
        switch (packet)
        {
            case TcpPacketEvent tcp:
                ExpectSegment(tcp, connection, sent, limit);
                break;
            case UdpPacketEvent udp:
                ExpectDatagram(udp, sent.Packet);
                break;
            case IcmpPacketEvent icmp:
                ExpectMessage(icmp, sent.Packet);
                break;
        }

        if (SegmentComparison.FindDifference(packet.Ip, sent.Packet) is { } difference)
            throw new ScriptFailedException(difference, packet.ToString(), sent.Packet.ToString());
        CheckTime(packet.Time.Kind, start, end, sent.Time, "outbound packet");
    }

    private void ExpectSegment(TcpPacketEvent packet, ScriptConnection connection, SentPacket sent, Duration limit)
    {
        if (sent.Packet.Payload is not TcpSegment segment)
            throw new ScriptFailedException("another packet was sent", packet.ToString(), sent.Packet.ToString());
        if (packet.Header.Flags.HasFlag(TcpFlags.Syn) && segment.Has(TcpFlags.Syn))
            LearnInitialNumber(packet.Header, segment, connection);
        if (!_settings.StrictSegments)
            segment = Join(packet, segment, connection, limit);

        var expectedTimestamps = packet.Header.Options?.OfType<TimestampsSyntax>().FirstOrDefault();
        if (expectedTimestamps is { Value: { } value, ValueIsAbsolute: false } && segment.FindOption<TimestampsOption>() is { } timestamps)
            connection.LearnTimestamp(value, timestamps.Value);
        var actual = SegmentTranslator.ToScript(segment, connection);
        if (_comparison.FindDifference(packet.Header, segment, actual, ToleranceAt(sent.Time)) is { } difference)
            throw new ScriptFailedException(difference, packet.ToString(), "> " + actual);
    }

    /// <summary>The stack chooses its initial sequence number, and the script another one for it.</summary>
    private static void LearnInitialNumber(TcpHeaderSyntax header, TcpSegment segment, ScriptConnection connection)
    {
        if (connection.NextRemoteIsn is { } isn && segment.Has(TcpFlags.Ack) && segment.Sequence.Value != connection.LiveLocalIsn)
            connection.StartAnew(isn);
        var isFirst = connection.State is ScriptConnectionState.SynReceived or ScriptConnectionState.Connecting or ScriptConnectionState.New;
        if (!isFirst)
            return;
        connection.LiveLocalIsn = segment.Sequence.Value;
        if (!header.Sequence.IsAny)
            connection.ScriptLocalIsn = header.Sequence.Start;
        connection.State = segment.Has(TcpFlags.Ack) ? ScriptConnectionState.SynAckSent : ScriptConnectionState.SynSent;
    }

    /// <summary>
    /// Where the script has one large segment and the stack sends several, joins them: as many as it takes, each but the last as long as the
    /// first, one behind the other, and alike but for FIN, PSH and CWR.
    /// </summary>
    private TcpSegment Join(TcpPacketEvent packet, TcpSegment segment, ScriptConnection connection, Duration limit)
    {
        var wanted = packet.Header.Sequence.Length;
        var first = segment.Payload.Length;
        while (first > 0 && segment.Payload.Length < wanted)
        {
            var part = (TakeNext(packet, connection, limit)?.Packet.Payload as TcpSegment) ?? throw new ScriptFailedException(
                $"payload length: expected {wanted}, got {segment.Payload.Length}, and no more segments",
                packet.ToString(), "> " + SegmentTranslator.ToScript(segment, connection));
            const TcpFlags Free = TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Cwr;
            var continues = part.Sequence == segment.Sequence + segment.Payload.Length
                && (part.Flags & ~Free) == (segment.Flags & ~Free)
                && part.Acknowledgment == segment.Acknowledgment && part.Window == segment.Window
                && (part.Payload.Length == first || part.Payload.Length >= wanted - segment.Payload.Length);
            if (!continues)
            {
                throw new ScriptFailedException(
                    $"payload length: expected {wanted}, got {segment.Payload.Length}, and a segment that does not continue it",
                    packet.ToString(), "> " + SegmentTranslator.ToScript(part, connection));
            }

            segment = segment with
            {
                Flags = segment.Flags | (part.Flags & (TcpFlags.Fin | TcpFlags.Psh)),
                Payload = Packets.Payload.Zeros(segment.Payload.Length + part.Payload.Length),
            };
        }

        return segment;
    }

    private static void ExpectDatagram(UdpPacketEvent packet, Ipv4Packet sent)
    {
        if (sent.Payload is not UdpDatagram datagram)
            throw new ScriptFailedException("another packet was sent", packet.ToString(), sent.ToString());
        if (datagram.Payload.Length != packet.Length)
            throw new ScriptFailedException($"payload length: expected {packet.Length}, got {datagram.Payload.Length}", packet.ToString(), $"> udp ({datagram.Payload.Length})");
    }

    private static void ExpectMessage(IcmpPacketEvent packet, Ipv4Packet sent)
    {
        if (sent.Payload is not IcmpMessage message)
            throw new ScriptFailedException("another packet was sent", packet.ToString(), sent.ToString());
        if (!IcmpNames.TryFind(false, packet.TypeName, packet.CodeName, out var type, out var code) || type != (byte)message.Type || code != message.Code)
            throw new ScriptFailedException($"ICMP: expected {packet.TypeName} {packet.CodeName}, got {message}", packet.ToString(), $"> {message}");
    }

    /// <summary>The next packet of the connection, for which the stack runs on; <see langword="null"/> where none comes until the limit.</summary>
    private SentPacket? TakeNext(PacketEvent packet, ScriptConnection connection, Duration limit)
    {
        while (true)
        {
            var index = _bed.Sent.FindIndex(sent => Belongs(sent.Packet, packet, connection));
            if (index >= 0)
            {
                var taken = _bed.Sent[index];
                _bed.Sent.RemoveAt(index);
                return taken;
            }

            // Whatever is not of this connection is of a socket that the script has left.
            if (_bed.Now > limit || !_bed.Simulation.Step())
                return null;
            CheckBlockedCall();
        }
    }

    private static bool Belongs(Ipv4Packet sent, PacketEvent packet, ScriptConnection connection)
    {
        if (packet is IcmpPacketEvent)
            return sent.Payload is IcmpMessage;
        if (sent.Source != connection.Local.Address && !connection.Local.Address.IsAny)
            return false;
        var ports = sent.Payload switch
        {
            TcpSegment segment when connection.Protocol == IpProtocol.Tcp => (segment.SourcePort, segment.DestinationPort),
            UdpDatagram datagram when connection.Protocol == IpProtocol.Udp => (datagram.SourcePort, datagram.DestinationPort),
            _ => ((ushort)0, (ushort)0),
        };
        return ports == (connection.Local.Port, connection.Remote.Port) && sent.Destination == connection.Remote.Address;
    }

    private void LogSent(SentPacket sent)
    {
        var connection = _connections.FindLast(other => sent.Packet.Payload is TcpSegment segment
            && other.Local.Port == segment.SourcePort && other.Remote.Port == segment.DestinationPort);
        if (connection is null || sent.Packet.Payload is not TcpSegment tcp)
        {
            Log($"> {sent.Packet}");
            return;
        }

        // The first SYN says what later numbers count from, and the script has not named it yet.
        var isFirst = tcp.Has(TcpFlags.Syn) && connection.LiveLocalIsn == 0;
        var header = SegmentTranslator.ToScript(tcp, connection);
        Log("> " + (isFirst ? header with { Sequence = new SequenceRange(0, header.Sequence.Length) } : header));
    }
}
