using System.Globalization;
using System.Text;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack;

namespace NetSim.Services.Diagnostics;

/// <summary>A host's ARP cache, as a tool shows it.</summary>
/// <param name="Interfaces">The interfaces that know a neighbour, in order.</param>
public sealed record ArpTable(IReadOnlyList<ArpTableInterface> Interfaces)
{
    internal static ArpTable Of(HostStack stack)
    {
        var interfaces = new List<ArpTableInterface>();
        for (var i = 0; i < stack.Ipv4.Interfaces.Count; i++)
        {
            var candidate = stack.Ipv4.Interfaces[i];
            ArpTableRow[] rows =
            [
                .. from answer in stack.Arp.Answers
                   where answer.InterfaceNumber == candidate.NetworkInterface.Number
                   orderby answer.Address.Value
                   select new ArpTableRow(answer.Address, answer.Entry.Mac, answer.Entry.IsStatic),
            ];
            if (rows.Length > 0)
                interfaces.Add(new ArpTableInterface(i + 1, candidate.NetworkInterface.Name, candidate.Address?.Address ?? Ipv4Address.Any, rows));
        }

        return new ArpTable(interfaces);
    }

    /// <summary>As Windows' <c>arp -a</c> prints it.</summary>
    public override string ToString() => Interfaces.Count == 0 ? "No ARP Entries Found." : string.Join("\n\n", Interfaces);
}

/// <summary>The neighbours on one interface.</summary>
/// <param name="Number">The interface's number on the host, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Rows">The neighbours, by address.</param>
public sealed record ArpTableInterface(int Number, string Name, Ipv4Address Address, IReadOnlyList<ArpTableRow> Rows)
{
    /// <summary>As Windows' <c>arp -a</c> prints it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Interface: {Address} --- 0x{Number:x}\n");
        text.Append("  Internet Address      Physical Address      Type");
        foreach (var row in Rows)
            text.Append($"\n{row}");
        return text.ToString();
    }
}

/// <summary>A neighbour.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Mac">Its MAC address.</param>
/// <param name="IsStatic">Whether the user wrote it down, and no answer changes it.</param>
public sealed record ArpTableRow(Ipv4Address Address, MacAddress Mac, bool IsStatic = false)
{
    /// <summary>Such as <c>  192.168.100.254       02-00-00-00-00-03     dynamic</c>.</summary>
    public override string ToString() => $"  {Address,-22}{$"{Mac}".Replace(':', '-'),-22}{(IsStatic ? "static" : "dynamic")}";
}
