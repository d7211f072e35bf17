using System.CommandLine;
using NetSim.Workloads;

Measurement.Begin();

var root = new RootCommand("Runs a workload of the comparison with ns-3 and prints a line of JSON.");
var tracing = new Option<bool>("--tracing") { Description = "Traces every PDU.", Recursive = true };
root.Add(tracing);

Add("w1", "Clients fetch a small page again and again.", command =>
{
    var (n, total) = (Number(command, "--n", 100, "Clients."), Number(command, "--total", 20_000, "Transactions."));
    var link = Text(command, "--link", "simple", "simple (a switch) or p2p (a router).", "simple", "p2p");
    var close = Text(command, "--close", "client", "Who closes first.", "client", "server");
    var msl = Real(command, "--msl", 120, "TCP's maximum segment lifetime in seconds.");
    return parsed => WebWorkload.Run(
        parsed.GetValue(n), parsed.GetValue(total), parsed.GetValue(link)!, parsed.GetValue(close)!, parsed.GetValue(msl), parsed.GetValue(tracing));
});
Add("w2", "One TCP flow through a router.", command =>
{
    var (tcp, sendSize, buffer) = (CongestionControl(command), Number(command, "--sendSize", 1_448, "Octets of each write."), Buffer(command, 4 << 20));
    var queue = Number(command, "--queue", 1_000, "How many frames wait at most.");
    var (seconds, sack) = (Seconds(command, 10), Sack(command));
    return parsed => BulkWorkload.Run(
        parsed.GetValue(tcp)!, parsed.GetValue(sendSize), parsed.GetValue(buffer), parsed.GetValue(queue), parsed.GetValue(seconds),
        parsed.GetValue(sack), parsed.GetValue(tracing));
});
Add("w3", "Many TCP flows over one bottleneck.", command =>
{
    var (tcp, routing, flows) = (CongestionControl(command), Routing(command), Number(command, "--flows", 100, "Flows."));
    var (buffer, seconds, sack) = (Buffer(command, 4 << 20), Seconds(command, 10), Sack(command));
    return parsed => DumbbellWorkload.Run(
        parsed.GetValue(tcp)!, parsed.GetValue(routing)!, parsed.GetValue(flows), parsed.GetValue(buffer), parsed.GetValue(seconds),
        parsed.GetValue(sack), parsed.GetValue(tracing));
});
Add("w4", "UDP at a constant rate through a chain of routers.", command =>
{
    var (routing, routers, seconds) = (Routing(command), Number(command, "--routers", 10, "Routers."), Seconds(command, 2));
    return parsed => ForwardWorkload.Run(parsed.GetValue(routing)!, parsed.GetValue(routers), parsed.GetValue(seconds), parsed.GetValue(tracing));
});
Add("w5", "The hold model: events that schedule themselves again.", command =>
{
    var (k, events) = (Number(command, "--k", 1_000, "Pending events."), Number(command, "--events", 10_000_000, "Events to run."));
    return parsed => HoldWorkload.Run(parsed.GetValue(k), parsed.GetValue(events));
});
Add("w6", "UDP between random hosts of one switch.", command =>
{
    var n = Number(command, "--n", 200, "Hosts.");
    var arp = Text(command, "--arp", "dynamic", "dynamic, or static (all caches filled beforehand).", "dynamic", "static");
    var seconds = Seconds(command, 2);
    return parsed => LanWorkload.Run(parsed.GetValue(n), parsed.GetValue(arp)!, parsed.GetValue(seconds), parsed.GetValue(tracing));
});
Add("w7", "A TCP flow from each host of a fat tree.", command =>
{
    var (k, tcp, buffer, seconds) = (Number(command, "--k", 8, "Ports of a switch."), CongestionControl(command), Buffer(command, 262_144), Seconds(command, 0.5));
    return parsed => FatTreeWorkload.Run(
        parsed.GetValue(k), parsed.GetValue(tcp)!, parsed.GetValue(buffer), parsed.GetValue(seconds), parsed.GetValue(tracing));
});
var grow = new Command("grow", "How cost and memory grow.");
root.Add(grow);
Add("pages", "Hosts that open pages, behind routers.", command =>
{
    var (hosts, pages) = (Number(command, "--hosts", 1_000, "Hosts."), Number(command, "--pages", 3, "Pages that each opens."));
    return parsed => PageGrowth.Run(parsed.GetValue(hosts), parsed.GetValue(pages), parsed.GetValue(tracing));
}, grow);
Add("connections", "TCP connections that stay open.", command =>
{
    var (count, exchanges) = (Number(command, "--count", 1_000, "Connections."), Number(command, "--exchanges", 1, "Questions and answers of each."));
    return parsed => ConnectionGrowth.Run(parsed.GetValue(count), parsed.GetValue(exchanges), parsed.GetValue(tracing));
}, grow);

var scale = new Command("scale", "Many simulations at once: on one thread, on two, and so on.");
var (threads, length) = (Number(scale, "--threads", Environment.ProcessorCount, "Threads at most."), Seconds(scale, 2));
scale.SetAction(parsed =>
{
    foreach (var result in Scaling.Run(parsed.GetValue(threads), parsed.GetValue(length)))
        Console.WriteLine(result);
});
root.Add(scale);
return root.Parse(args).Invoke();

void Add(string name, string description, Func<Command, Func<ParseResult, WorkloadResult>> define, Command? parent = null)
{
    var command = new Command(name, description);
    var run = define(command);
    command.SetAction(parsed => Console.WriteLine(run(parsed)));
    (parent ?? root).Add(command);
}

static Option<T> Option<T>(Command command, string name, T value, string description)
{
    var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => value };
    command.Add(option);
    return option;
}

static Option<int> Number(Command command, string name, int value, string description)
{
    var option = Option(command, name, value, description);
    option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            result.AddError($"{name} must be at least 1.");
    });
    return option;
}

static Option<double> Real(Command command, string name, double value, string description) => Option(command, name, value, description);

static Option<string> Text(Command command, string name, string value, string description, params string[] values)
{
    var option = Option(command, name, value, description);
    option.AcceptOnlyFromAmong(values);
    return option;
}

static Option<string> CongestionControl(Command command) => Text(command, "--tcp", "TcpNewReno", "The congestion control.", "TcpNewReno", "TcpCubic");

static Option<string> Routing(Command command) => Text(command, "--routing", "static", "static, or global (computed).", "static", "global");

static Option<int> Buffer(Command command, int value) => Number(command, "--buf", value, "Octets of both socket buffers.");

static Option<double> Seconds(Command command, double value) => Real(command, "--sim", value, "Simulated seconds.");

static Option<bool> Sack(Command command) => Option(command, "--sack", true, "SACK.");
