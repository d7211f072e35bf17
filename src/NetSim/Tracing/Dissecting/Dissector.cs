using NetSim.Packets;

namespace NetSim.Tracing.Dissecting;

/// <summary>Finds the messages of applications in what UDP and TCP carry as octets, whoever wrote them.</summary>
/// <remarks>
/// The port says which protocol to expect, and its decoder whether the octets are a message of it; if not, they stay a
/// <see cref="Payload"/>. A segment is read by itself: the part of a message that does not begin one stays octets.
/// </remarks>
public static class Dissector
{
    /// <summary>The PDU and all that it carries, from the outermost to the message of the application.</summary>
    public static IReadOnlyList<Pdu> Layers(Pdu pdu)
    {
        ArgumentNullException.ThrowIfNull(pdu);
        return [.. Dissection.Of(pdu).Layers.Select(layer => layer.Pdu)];
    }

    /// <summary>The innermost PDU of type <typeparamref name="T"/> in the PDU, messages of applications included, or null.</summary>
    public static T? Find<T>(Pdu? pdu)
        where T : Pdu => pdu is null ? null : Dissection.Of(pdu).Find<T>();
}
