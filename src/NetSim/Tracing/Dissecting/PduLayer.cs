using NetSim.Packets;

namespace NetSim.Tracing.Dissecting;

/// <summary>One PDU of those that lie within each other.</summary>
/// <param name="Pdu">The PDU.</param>
/// <param name="Offset">Where its first octet is, from the first octet of the outermost PDU.</param>
internal readonly record struct PduLayer(Pdu Pdu, int Offset);
