using BenchmarkDotNet.Attributes;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Ipv4;
using NetSim.Switching;

namespace NetSim.Benchmarks;

/// <summary>A full MAC table, and a table of 100,000 routes; what is looked up follows no order that a cache could foresee.</summary>
[MemoryDiagnoser]
public class LookupBenchmarks
{
    private const int Stations = 8_192;
    private const int Routes = 100_000;
    private const int Lookups = 8_192;

    private readonly MacAddress[] _macs = new MacAddress[Lookups];
    private readonly Ipv4Address[] _addresses = new Ipv4Address[Lookups];
    private readonly RouteTable _routes = new(trace: null);
    private NetworkInterface _port = null!;
    private MacTable _table = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(42);
        var simulation = new Simulation();
        _port = new NetworkInterface(simulation, "Switch", "1", MacAddress.FromNumber(1), networkTrace: null, trace: null);
        _table = new MacTable(simulation, new MacRelayOptions(), trace: null);
        for (var i = 0; i < Stations; i++)
            _table.Learn(MacAddress.FromNumber(i + 2), _port);
        var networks = new uint[Routes];
        for (var i = 0; i < Routes; i++)
        {
            networks[i] = (uint)random.NextInt64(1L << 32);
            _routes.Add(Route.Blackhole(new Ipv4Subnet(new Ipv4Address(networks[i]), random.Next(8, 25))));
        }

        for (var i = 0; i < Lookups; i++)
        {
            _macs[i] = MacAddress.FromNumber(random.Next(Stations) + 2);
            _addresses[i] = new Ipv4Address(networks[random.Next(Routes)]);
        }
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int FindStation()
    {
        var found = 0;
        foreach (var mac in _macs)
            found += _table.Find(mac) is null ? 0 : 1;
        return found;
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public void LearnStationAgain()
    {
        foreach (var mac in _macs)
            _table.Learn(mac, _port);
    }

    [Benchmark(OperationsPerInvoke = Lookups)]
    public int MatchRoute()
    {
        var found = 0;
        foreach (var address in _addresses)
            found += _routes.Match(address, out _) is null ? 0 : 1;
        return found;
    }
}
