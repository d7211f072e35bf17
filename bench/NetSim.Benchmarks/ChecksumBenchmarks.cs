using BenchmarkDotNet.Attributes;
using NetSim.Packets;

namespace NetSim.Benchmarks;

/// <summary>The Internet checksum (RFC 1071) of a header and of a full packet.</summary>
[MemoryDiagnoser]
public class ChecksumBenchmarks
{
    private byte[] _octets = [];

    [Params(20, 1_500)]
    public int Length { get; set; }

    [GlobalSetup]
    public void SetUp() => new Random(42).NextBytes(_octets = new byte[Length]);

    [Benchmark]
    public ushort Compute() => InternetChecksum.Compute(_octets);
}
