using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Topology;

namespace NetSim.Workloads;

/// <summary>How cost grows with hosts: people at sites behind routers, each of whom opens pages of a server at another site, by its name.</summary>
/// <remarks>
/// A site is a switch with at most 200 clients, a DNS server, a web server and a router to the core. Nothing is tuned: hosts are as a user gets
/// them. A page's way is client, switch, router, core, router, switch, server: six links.
/// </remarks>
internal sealed class PageGrowth
{
    private const int ClientsOfSite = 200;
    private const string Path = "/";

    private static readonly string Page = $"<p>{new string('x', 2_000)}</p>";
    private static readonly Duration Interval = 1.Seconds; // from one page of a client to its next, if it has come by then

    private readonly Network _network;
    private readonly LinkOptions _trunk = new() { DataRate = DataRate.FromGigabitsPerSecond(10), PropagationDelay = 1.Milliseconds };
    private readonly Router _core;
    private readonly List<Client> _clients = [];
    private readonly int _sites;
    private readonly TaskCompletionSource _end = new();
    private long _left;

    private PageGrowth(Network network, int sites, long pages)
    {
        _network = network;
        _sites = sites;
        _left = pages;
        _core = network.AddRouter("Core", CoreAddress(0));
    }

    public static WorkloadResult Run(int hosts, int pages, bool tracing)
    {
        var memory = HeapGrowth.Begin();
        var network = new Network(new NetworkOptions { Tracing = tracing });
        var sites = Math.Max(2, (hosts + ClientsOfSite - 1) / ClientsOfSite);
        var growth = new PageGrowth(network, sites, (long)hosts * pages);
        for (var site = 0; site < sites; site++)
            growth.AddSite(site, (hosts * (site + 1L) / sites) - (hosts * (long)site / sites));
        for (var i = 0; i < hosts; i++)
        {
            var (client, server, start) = (growth._clients[i], ServerOf(i * (long)sites / hosts, sites), Start(i, hosts));
            network.Simulation.Start(() => growth.BrowseAsync(client, server, start, pages));
        }

        memory.SetUp();
        var measurement = Measurement.Of(network);
        network.Run(() => growth._end.Task);
        var result = measurement.End("pages", $"hosts={hosts},pages={pages}", (long)hosts * pages * Page.Length);
        return result with { More = memory.End(hosts, "host", network) };
    }

    /// <summary>Spread over the interval, and neighbours far apart: 7,919 is a prime, so that it meets every place once.</summary>
    private static Duration Start(int client, int clients) => new(Interval.Nanoseconds / clients * (client * 7_919L % clients));

    private static string ServerOf(long site, int sites) => Name((int)((site + 1) % sites));

    private static string Name(int site) => $"www.site{site}.example";

    /// <summary>The prefix of a site's network, a /24.</summary>
    private static string Prefix(int site) => $"10.{site / 256}.{site % 256}";

    /// <summary>An address of the /30 between the core and a site.</summary>
    private static string TrunkAddress(int site, int end) => $"172.{16 + (site / 16_384)}.{site / 64 % 256}.{(site % 64 * 4) + end}";

    private static string CoreAddress(int site) => $"{TrunkAddress(site, 1)}/30";

    private void AddSite(int site, long clients)
    {
        var (prefix, gateway) = (Prefix(site), $"{Prefix(site)}.254");
        var lan = _network.AddSwitch($"Switch {site}", (int)clients + 3);
        var router = _network.AddRouter($"Router {site}", $"{gateway}/24", $"{TrunkAddress(site, 2)}/30");
        var uplink = site == 0 ? _core.Interfaces[0] : _core.AddInterface(CoreAddress(site));
        _network.Connect(uplink, router.Interfaces[1], _trunk);
        _core.AddRoute($"{prefix}.0/24", TrunkAddress(site, 2));
        router.AddRoute("0.0.0.0/0", TrunkAddress(site, 1));

        var next = (site + 1) % _sites;
        var dns = _network.AddDnsServer($"DNS Server {site}", $"{prefix}.252/24", (Name(next), $"{Prefix(next)}.251"));
        var web = _network.AddWebServer($"Web Server {site}", $"{prefix}.251/24", (Path, Page));
        web.AddRoute("0.0.0.0/0", gateway);
        _network.Connect(lan, router, dns, web);
        for (var i = 0; i < clients; i++)
        {
            var client = _network.AddClient($"Client {site}-{i}", $"{prefix}.{i + 1}/24", gateway, $"{prefix}.252");
            _network.Connect(lan, client);
            _clients.Add(client);
        }
    }

    private async Task BrowseAsync(Client client, string server, Duration start, int pages)
    {
        await _network.Simulation.Delay(start);
        for (var i = 0; i < pages; i++)
        {
            var next = _network.Simulation.Now + Interval;
            var response = await client.Browser.GetAsync($"http://{server}{Path}");
            if (response.StatusCode != 200)
                throw new InvalidOperationException($"{client} was answered {response.StatusCode} by {server}.");
            if (--_left == 0)
                _end.SetResult();
            await _network.Simulation.Delay(Duration.Max(next - _network.Simulation.Now, Duration.Zero));
        }
    }
}
