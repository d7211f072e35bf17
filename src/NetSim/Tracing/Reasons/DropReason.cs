using System.Runtime.CompilerServices;

namespace NetSim.Tracing;

/// <summary>Why a PDU was dropped: it says what was wrong, and what that means for the sender.</summary>
public sealed partial class DropReason : Reason
{
    private DropReason(string template, string name)
        : base(template, name)
    {
    }

    private static DropReason New(string template, [CallerMemberName] string name = "") => new(template, name);
}
