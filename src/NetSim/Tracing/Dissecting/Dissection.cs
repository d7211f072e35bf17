using NetSim.Packets;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Tcp;
using NetSim.Packets.Udp;

namespace NetSim.Tracing.Dissecting;

/// <summary>A PDU taken apart to the message of the application that it carries.</summary>
internal sealed class Dissection
{
    private readonly List<PduLayer> _layers = [];

    private Dissection(Pdu pdu)
    {
        var offset = 0;
        for (var layer = pdu; layer is not null; layer = layer.Inner)
        {
            _layers.Add(new(layer, offset));
            offset += OffsetOfInner(layer);
            if (ReadApplication(layer) is { } messages)
            {
                AddApplication(messages, offset, layer.Inner!.WireLength);
                break;
            }
        }
    }

    /// <summary>The PDUs from the outermost to the innermost.</summary>
    public IReadOnlyList<PduLayer> Layers => _layers;

    /// <summary>The outermost PDU.</summary>
    public Pdu Outermost => _layers[0].Pdu;

    /// <summary>The innermost PDU that is more than octets.</summary>
    public Pdu Highest
    {
        get
        {
            for (var i = _layers.Count - 1; i > 0; i--)
            {
                if (_layers[i].Pdu is not Payload)
                    return _layers[i].Pdu;
            }

            return Outermost;
        }
    }

    /// <summary>Takes a PDU apart.</summary>
    public static Dissection Of(Pdu pdu) => new(pdu);

    /// <summary>The innermost PDU of type <typeparamref name="T"/>, or null.</summary>
    public T? Find<T>()
        where T : Pdu
    {
        T? found = null;
        foreach (var layer in _layers)
            found = layer.Pdu as T ?? found;
        return found;
    }

    private void AddApplication(IReadOnlyList<Pdu> messages, int offset, int length)
    {
        var end = offset + length;
        foreach (var message in messages)
        {
            // Octets are what remained behind a message, which may encode to another length than it came with.
            _layers.Add(new(message, message is Payload ? end - message.WireLength : offset));
            offset += message.WireLength;
        }
    }

    private static IReadOnlyList<Pdu>? ReadApplication(Pdu transport) => transport switch
    {
        UdpDatagram udp => ApplicationProtocols.Read(ApplicationProtocols.OverUdp, udp.SourcePort, udp.DestinationPort, udp.Payload),
        TcpSegment tcp => ApplicationProtocols.Read(ApplicationProtocols.OverTcp, tcp.SourcePort, tcp.DestinationPort, tcp.Payload),
        _ => null,
    };

    // Behind a frame's payload there may be padding; every other PDU ends with what it carries.
    private static int OffsetOfInner(Pdu pdu) =>
        pdu is EthernetFrame ? EthernetFrame.HeaderLength : pdu.WireLength - (pdu.Inner?.WireLength ?? 0);
}
