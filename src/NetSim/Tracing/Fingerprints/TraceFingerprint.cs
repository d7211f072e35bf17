using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NetSim.Packets;

namespace NetSim.Tracing.Fingerprints;

/// <summary>A hash of all that a trace holds, the same in every process and on every system.</summary>
internal sealed class TraceFingerprint : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // A frame is shared by all devices that it passes: its octets are made and hashed once.
    private readonly Dictionary<Pdu, byte[]> _pdus = new(ReferenceEqualityComparer.Instance);

    public static string Of(Trace trace)
    {
        using var fingerprint = new TraceFingerprint();
        fingerprint.Add(trace.Events.Count);
        foreach (var traceEvent in trace.Events)
            fingerprint.Add(traceEvent);
        fingerprint.Add(trace.Transmissions.Count);
        foreach (var transmission in trace.Transmissions)
            fingerprint.Add(transmission);
        return Convert.ToHexStringLower(fingerprint._hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Add(TraceEvent traceEvent)
    {
        Add(traceEvent.Number);
        Add(traceEvent.Time.Nanoseconds);
        Add(traceEvent.Device);
        Add(traceEvent.Cause?.Number ?? 0);
        if (traceEvent is PduEvent pduEvent)
            Add(pduEvent);
        else if (traceEvent is StateChange change)
            Add(change);
    }

    private void Add(PduEvent pduEvent)
    {
        Add(nameof(PduEvent));
        Add(pduEvent.LastDevice);
        Add(pduEvent.InPdu);
        Add(pduEvent.OutPdu);
        Add(pduEvent.InSteps);
        Add(pduEvent.OutSteps);
    }

    private void Add(StateChange change)
    {
        Add(nameof(StateChange));
        Add(change.Table.ToString());
        AddText(change.Key);
        AddText(change.Value);
    }

    private void Add(FrameTransmission transmission)
    {
        Add(transmission.From.ToString());
        Add(transmission.To.ToString());
        Add(transmission.Start.Nanoseconds);
        Add(transmission.Arrival.Nanoseconds);
        Add(transmission.Outcome.ToString());
        Add(transmission.Frame);
    }

    private void Add(IReadOnlyList<TraceStep> steps)
    {
        Add(steps.Count);
        foreach (var step in steps)
        {
            Add((int)step.Layer);
            Add(step.Action.ToString());
            Add(step.Reason.Name);
            Add(step.Arguments.Count);
            foreach (var argument in step.Arguments)
                AddText(argument);
        }
    }

    private void Add(Pdu? pdu)
    {
        if (pdu is null)
        {
            Add(-1L);
            return;
        }

        if (!_pdus.TryGetValue(pdu, out var digest))
            _pdus[pdu] = digest = SHA256.HashData(pdu.ToArray());
        Add(pdu.ProtocolName);
        _hash.AppendData(digest);
    }

    private void AddText(object? value) => Add(value is null ? null : string.Create(CultureInfo.InvariantCulture, $"{value}"));

    // Lengths stand in front, so that no two different sequences are the same octets.
    private void Add(string? text)
    {
        Add(text is null ? -1L : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
            _hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private void Add(long number)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(octets, number);
        _hash.AppendData(octets);
    }
}
