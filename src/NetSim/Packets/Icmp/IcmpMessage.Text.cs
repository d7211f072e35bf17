using NetSim.Packets.Ipv4;
using Unreachable = NetSim.Packets.Icmp.DestinationUnreachableCode;

namespace NetSim.Packets.Icmp;

/// <content>For people to read.</content>
public sealed partial record IcmpMessage
{
    /// <inheritdoc/>
    public override string ToString() => $"ICMP {Summary()}, length {WireLength}";

    /// <inheritdoc/>
    public override void Describe(ReadOnlySpan<byte> octets, ICollection<PduField> fields)
    {
        fields.Add(PduField.Octets("Type", TypeText(), Layout.Type, 1));
        fields.Add(PduField.Octets("Code", CodeName() is { } name ? $"{Code} ({name})" : $"{Code}", Layout.Code, 1));
        fields.Add(PduField.Checksum("Checksum", octets, Layout.Checksum));
        DescribeRestOfHeader(fields);
        if (TryReadQuoted(out var quoted))
            quoted.Describe(octets[Layout.Data..], Layout.Data, fields);
    }

    private void DescribeRestOfHeader(ICollection<PduField> fields)
    {
        switch (Type)
        {
            case IcmpType.EchoRequest or IcmpType.EchoReply:
                fields.Add(PduField.Octets("Identifier", Identifier, Layout.RestOfHeader, 2));
                fields.Add(PduField.Octets("Sequence Number", SequenceNumber, Layout.RestOfHeader + 2, 2));
                break;
            case IcmpType.DestinationUnreachable when Code == (byte)Unreachable.FragmentationNeeded:
                fields.Add(PduField.Octets("Unused", $"0x{RestOfHeader >> 16:x4}", Layout.RestOfHeader, 2));
                fields.Add(PduField.Octets("Next-Hop MTU", NextHopMtu, Layout.RestOfHeader + 2, 2));
                break;
            case IcmpType.DestinationUnreachable or IcmpType.TimeExceeded:
                fields.Add(PduField.Octets("Unused", $"0x{RestOfHeader:x8}", Layout.RestOfHeader, 4));
                break;
            case IcmpType.Redirect:
                fields.Add(PduField.Octets("Gateway Internet Address", Gateway, Layout.RestOfHeader, 4));
                break;
            case IcmpType.ParameterProblem:
                fields.Add(PduField.Octets("Pointer", Pointer, Layout.RestOfHeader, 1));
                fields.Add(PduField.Octets("Unused", $"0x{RestOfHeader & 0xFF_FFFF:x6}", Layout.RestOfHeader + 1, 3));
                break;
            default:
                fields.Add(PduField.Octets("Rest of Header", $"0x{RestOfHeader:x8}", Layout.RestOfHeader, 4));
                break;
        }
    }

    private string Summary() => Type switch
    {
        IcmpType.EchoRequest => $"echo request, id {Identifier}, seq {SequenceNumber}",
        IcmpType.EchoReply => $"echo reply, id {Identifier}, seq {SequenceNumber}",
        IcmpType.TimeExceeded when Code == (byte)TimeExceededCode.InTransit => "time exceeded in-transit",
        IcmpType.TimeExceeded when Code == (byte)TimeExceededCode.FragmentReassembly => "ip reassembly time exceeded",
        IcmpType.ParameterProblem when Code == (byte)ParameterProblemCode.PointerIndicatesError => $"parameter problem - octet {Pointer}",
        IcmpType.ParameterProblem => $"parameter problem - code {Code}",
        IcmpType.DestinationUnreachable when TryReadQuoted(out var quoted) && UnreachableText(quoted) is { } text => text,
        IcmpType.Redirect when TryReadQuoted(out var quoted) && RedirectText(quoted.Destination) is { } text => text,
        _ => $"type {(byte)Type}, code {Code}",
    };

    private string? UnreachableText(QuotedPacket quoted)
    {
        var to = quoted.Destination;
        return (Unreachable)Code switch
        {
            Unreachable.NetUnreachable => $"net {to} unreachable",
            Unreachable.HostUnreachable => $"host {to} unreachable",
            Unreachable.ProtocolUnreachable => $"{to} protocol {(byte)quoted.Protocol} unreachable",
            Unreachable.PortUnreachable => $"{to} {PortText(quoted)} unreachable",
            Unreachable.FragmentationNeeded when NextHopMtu == 0 => $"{to} unreachable - need to frag",
            Unreachable.FragmentationNeeded => $"{to} unreachable - need to frag (mtu {NextHopMtu})",
            Unreachable.SourceRouteFailed => $"{to} unreachable - source route failed",
            Unreachable.DestinationNetworkUnknown => $"net {to} unreachable - unknown",
            Unreachable.DestinationHostUnknown => $"host {to} unreachable - unknown",
            Unreachable.SourceHostIsolated => $"{to} unreachable - source host isolated",
            Unreachable.NetworkAdministrativelyProhibited => $"net {to} unreachable - admin prohibited",
            Unreachable.HostAdministrativelyProhibited => $"host {to} unreachable - admin prohibited",
            Unreachable.NetworkUnreachableForTypeOfService => $"net {to} unreachable - tos prohibited",
            Unreachable.HostUnreachableForTypeOfService => $"host {to} unreachable - tos prohibited",
            Unreachable.CommunicationAdministrativelyProhibited => $"host {to} unreachable - admin prohibited filter",
            Unreachable.HostPrecedenceViolation => $"host {to} unreachable - host precedence violation",
            Unreachable.PrecedenceCutoffInEffect => $"host {to} unreachable - precedence cutoff",
            _ => null,
        };
    }

    private static string PortText(QuotedPacket quoted) => (quoted.Protocol, quoted.DestinationPort) switch
    {
        (IpProtocol.Tcp, { } port) => $"tcp port {port}",
        (IpProtocol.Udp, { } port) => $"udp port {port}",
        _ => "port",
    };

    private string? RedirectText(Ipv4Address destination) => (RedirectCode)Code switch
    {
        RedirectCode.Network => $"redirect {destination} to net {Gateway}",
        RedirectCode.Host => $"redirect {destination} to host {Gateway}",
        RedirectCode.TypeOfServiceAndNetwork => $"redirect-tos {destination} to net {Gateway}",
        RedirectCode.TypeOfServiceAndHost => $"redirect-tos {destination} to host {Gateway}",
        _ => null,
    };

    private string TypeText() => Type switch
    {
        IcmpType.EchoReply => "0 (Echo Reply)",
        IcmpType.DestinationUnreachable => "3 (Destination Unreachable)",
        IcmpType.SourceQuench => "4 (Source Quench)",
        IcmpType.Redirect => "5 (Redirect)",
        IcmpType.EchoRequest => "8 (Echo)",
        IcmpType.TimeExceeded => "11 (Time Exceeded)",
        IcmpType.ParameterProblem => "12 (Parameter Problem)",
        _ => $"{(byte)Type}",
    };

    // As the IANA registry spells them.
    private string? CodeName() => Type switch
    {
        IcmpType.DestinationUnreachable => UnreachableName((Unreachable)Code),
        IcmpType.Redirect => (RedirectCode)Code switch
        {
            RedirectCode.Network => "Redirect for the Network",
            RedirectCode.Host => "Redirect for the Host",
            RedirectCode.TypeOfServiceAndNetwork => "Redirect for the Type of Service and Network",
            RedirectCode.TypeOfServiceAndHost => "Redirect for the Type of Service and Host",
            _ => null,
        },
        IcmpType.TimeExceeded => (TimeExceededCode)Code switch
        {
            TimeExceededCode.InTransit => "Time to Live Exceeded in Transit",
            TimeExceededCode.FragmentReassembly => "Fragment Reassembly Time Exceeded",
            _ => null,
        },
        IcmpType.ParameterProblem => (ParameterProblemCode)Code switch
        {
            ParameterProblemCode.PointerIndicatesError => "Pointer Indicates the Error",
            ParameterProblemCode.RequiredOptionMissing => "Missing a Required Option",
            _ => null,
        },
        _ => null,
    };

    private static string? UnreachableName(Unreachable code) => code switch
    {
        Unreachable.NetUnreachable => "Net Unreachable",
        Unreachable.HostUnreachable => "Host Unreachable",
        Unreachable.ProtocolUnreachable => "Protocol Unreachable",
        Unreachable.PortUnreachable => "Port Unreachable",
        Unreachable.FragmentationNeeded => "Fragmentation Needed and Don't Fragment was Set",
        Unreachable.SourceRouteFailed => "Source Route Failed",
        Unreachable.DestinationNetworkUnknown => "Destination Network Unknown",
        Unreachable.DestinationHostUnknown => "Destination Host Unknown",
        Unreachable.SourceHostIsolated => "Source Host Isolated",
        Unreachable.NetworkAdministrativelyProhibited => "Communication with Destination Network is Administratively Prohibited",
        Unreachable.HostAdministrativelyProhibited => "Communication with Destination Host is Administratively Prohibited",
        Unreachable.NetworkUnreachableForTypeOfService => "Destination Network Unreachable for Type of Service",
        Unreachable.HostUnreachableForTypeOfService => "Destination Host Unreachable for Type of Service",
        Unreachable.CommunicationAdministrativelyProhibited => "Communication Administratively Prohibited",
        Unreachable.HostPrecedenceViolation => "Host Precedence Violation",
        Unreachable.PrecedenceCutoffInEffect => "Precedence Cutoff in Effect",
        _ => null,
    };
}
