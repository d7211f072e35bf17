using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Tracing;

namespace NetSim.Topology;

/// <summary>A network: devices, the cables between them, and the virtual time that they run in.</summary>
/// <example>
/// <code>
/// var network = new Network(seed: 1);
/// var lan = network.AddSwitch("Switch");
/// var client = network.AddClient("Client", "10.0.0.1/24");
/// var web = network.AddWebServer("Web Server", "10.0.0.2/24", ("/", "It works"));
/// network.Connect(lan, client, web);
/// var page = network.Run(() => client.Browser.GetAsync("http://10.0.0.2/"));
/// </code>
/// </example>
public sealed partial class Network
{
    private readonly NetworkOptions _options;
    private readonly DeviceContext _context;
    private readonly OrderedDictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly List<Link> _links = [];

    /// <summary>A network without devices.</summary>
    /// <param name="seed">What every random number of the run is derived from.</param>
    public Network(ulong seed = 1)
        : this(new NetworkOptions { Seed = seed })
    {
    }

    /// <summary>A network without devices.</summary>
    public Network(NetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Simulation = new Simulation(new SimulationOptions
        {
            Seed = options.Seed,
            Epoch = options.Epoch,
            LoggerFactory = options.LoggerFactory,
            EventBudget = options.EventBudget,
        });
        Trace = new Trace(Simulation);
        _context = new DeviceContext(Simulation, options.Tracing ? Trace : null);
    }

    /// <summary>The clock and the events.</summary>
    public Simulation Simulation { get; }

    /// <summary>What happened; empty where <see cref="NetworkOptions.Tracing"/> is off.</summary>
    public Trace Trace { get; }

    /// <summary>The devices, in the order in which they were added.</summary>
    public IEnumerable<Device> Devices => _devices.Values;

    /// <summary>The cables, in the order in which they were plugged in first; also those that are unplugged.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>The device of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Device this[string name] => _devices.TryGetValue(name, out var device)
        ? device
        : throw new KeyNotFoundException($"The network has no device '{name}'. It has: {string.Join(", ", _devices.Keys)}.");
}
