using NetSim.Tracing.Fingerprints;

namespace NetSim.Tracing;

/// <content>The trace as one number.</content>
public sealed partial class Trace
{
    /// <summary>The SHA-256 of every event and every frame on every link, as 64 hexadecimal digits.</summary>
    /// <remarks>
    /// It covers the octets of each PDU, and each step's layer, action, reason and values, but no words of a sentence. The same code and
    /// seed give the same fingerprint in any process and on any system; two runs that differ in anything have different ones.
    /// </remarks>
    public string Fingerprint() => TraceFingerprint.Of(this);
}
