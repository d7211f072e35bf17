using BenchmarkDotNet.Attributes;

namespace NetSim.Benchmarks;

/// <summary>PDUs to octets and back, with all that is in them; checksums are computed and verified.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    public static IEnumerable<Specimen> Specimens => Specimen.All;

    [ParamsSource(nameof(Specimens))]
    public Specimen Pdu { get; set; } = null!;

    [Benchmark]
    public void Encode() => Pdu.Pdu.Encode(Pdu.Room);

    [Benchmark]
    public bool Decode() => Pdu.Decode();
}
