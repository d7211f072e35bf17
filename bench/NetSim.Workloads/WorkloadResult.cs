using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetSim.Workloads;

/// <summary>What one run of a workload printed: a line of JSON with the members of the ns-3 programs, and what only a managed run has.</summary>
internal sealed record WorkloadResult
{
    public required string Workload { get; init; }

    public required string Variant { get; init; }

    /// <summary>From the start of the program to the start of the run, in seconds of wall time.</summary>
    [JsonPropertyName("setup_s")]
    public double SetupSeconds { get; init; }

    /// <summary>Virtual time at the end of the run.</summary>
    [JsonPropertyName("sim_s")]
    public double SimulatedSeconds { get; init; }

    /// <summary>Wall time of the run.</summary>
    [JsonPropertyName("wall_s")]
    public double WallSeconds { get; init; }

    /// <summary>The process's time in user mode during the run, of all its threads: the compiler's and the collector's, too.</summary>
    [JsonPropertyName("user_s")]
    public double UserSeconds { get; init; }

    /// <summary>The process's time in the kernel during the run.</summary>
    [JsonPropertyName("sys_s")]
    public double SystemSeconds { get; init; }

    public long Events { get; init; }

    [JsonPropertyName("events_per_s")]
    public double EventsPerSecond { get; init; }

    /// <summary>Frames that a transmitter took, one for each frame and link.</summary>
    public long PacketsForwarded { get; init; }

    [JsonPropertyName("packets_per_s")]
    public double PacketsPerSecond { get; init; }

    /// <summary>Wall time for each of <see cref="PacketsForwarded"/>.</summary>
    public double NsPerPacket { get; init; }

    /// <summary>Frames that a full queue refused.</summary>
    public long Drops { get; init; }

    public double GoodputMbps { get; init; }

    public double PeakRssMb { get; init; }

    /// <summary>What the run allocated on the managed heap, for each of <see cref="PacketsForwarded"/>, in octets.</summary>
    public double AllocatedBytesPerPacket { get; init; }

    /// <summary>What the run allocated on the managed heap for each event, in octets.</summary>
    public double AllocatedBytesPerEvent { get; init; }

    /// <summary>Collections of the run: of the youngest generation, the middle one and the oldest.</summary>
    public required int[] Collections { get; init; }

    /// <summary>Whether every PDU was traced.</summary>
    public bool Tracing { get; init; }

    /// <summary>What belongs to one workload alone.</summary>
    [JsonExtensionData]
    public Dictionary<string, object>? More { get; set; }

    public override string ToString() => JsonSerializer.Serialize(this, WorkloadJson.Default.WorkloadResult);
}

/// <summary>How results are written; generated, as a native program has no reflection to find it out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkloadResult))]
[JsonSerializable(typeof(ScalingResult))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
internal sealed partial class WorkloadJson : JsonSerializerContext;
