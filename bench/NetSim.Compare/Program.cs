using System.CommandLine;
using NetSim.Compare;

string[] workloadNames = ["w1", "w2", "w3", "w4", "w5", "w6", "w7"];
string[] tableNames = ["speed", "tracing", "scale", "growth"];
string[] schedulerNames = ["Map", "Heap", "PriorityQueue", "Calendar"];

var ns3Folder = new Option<string?>("--ns3") { Description = "The folder of the ns-3 programs. Default: the variable NS3_BENCH, or ../shared/bench/ns3 beside the checkout." };
var workloads = Choice("--workloads", "Which workloads.", workloadNames, workloadNames);
var tables = Choice("--tables", "Which tables; growth takes minutes and some GB of memory.", tableNames, ["speed", "tracing", "scale"]);
var schedulers = Choice("--schedulers", "Which of ns-3's schedulers are tried; the fastest is taken.", schedulerNames, schedulerNames);
var runs = new Option<int>("--runs") { Description = "Runs of each program.", DefaultValueFactory = _ => 5 };
var quick = new Option<bool>("--quick") { Description = "Shortened workloads." };
var timeout = new Option<double>("--timeout") { Description = "Seconds that a run may take.", DefaultValueFactory = _ => 600 };
var core = new Option<int>("--core") { Description = "The core that everything runs on.", DefaultValueFactory = _ => Environment.ProcessorCount - 1 };
var output = new Option<FileInfo?>("--out") { Description = "A file for the tables, which are printed as well." };

var root = new RootCommand("Runs the workloads in ns-3 and in NetSim, in turn, and prints tables in Markdown. Exit code 1: they did not do the same work; 2: something is missing.")
{
    ns3Folder, workloads, tables, schedulers, runs, quick, timeout, core, output,
};
root.SetAction(parsed =>
{
    try
    {
        return Compare(parsed);
    }
    catch (ComparisonException problem)
    {
        Console.Error.WriteLine(problem.Message);
        return 2;
    }
});
return root.Parse(args).Invoke();

int Compare(ParseResult parsed)
{
    var folder = FindRoot();
    var wanted = parsed.GetValue(tables)!;
    var isQuick = parsed.GetValue(quick);
    var rounds = Math.Max(1, parsed.GetValue(runs));
    var variants = Variant.All.Where(variant => parsed.GetValue(workloads)!.Contains(variant.Workload)).ToList();
    var stadium = new Stadium(parsed.GetValue(core), TimeSpan.FromSeconds(parsed.GetValue(timeout)));
    var report = new Report(parsed.GetValue(output));

    var ns3 = wanted.Contains("speed") ? Ns3.Build(Ns3Folder(parsed, folder)) : null;
    var netSim = Workloads.Build(folder);
    report.Write($"{Machine.Describe(folder)}.\n\n`bench/compare {string.Join(' ', args)}`: the least of {rounds} {(rounds == 1 ? "run" : "runs")} each, in turn, on one core.\n");
    var isSameWork = true;
    if (ns3 is not null)
    {
        var speed = new SpeedTables(isQuick);
        foreach (var variant in variants)
        {
            Console.Error.WriteLine($"{variant.Name} …");
            var scheduler = ns3.FastestScheduler(variant, parsed.GetValue(schedulers)!, parsed.GetValue(core));
            var samples = stadium.InTurn(rounds, ns3.Command(variant, scheduler, isQuick), netSim.Native(variant, isQuick), netSim.Jit(variant, isQuick));
            speed.Add(variant, scheduler, samples[0], samples[1], samples[2]);
        }

        report.Write(speed.All);
        isSameWork = speed.IsSameWork;
    }

    if (wanted.Contains("tracing"))
        report.Write([OwnTables.Tracing(stadium, netSim, variants, rounds)]);
    if (wanted.Contains("scale"))
        report.Write([OwnTables.Scaling(netSim, isQuick)]);
    if (wanted.Contains("growth"))
        report.Write(OwnTables.Growth(stadium, netSim, isQuick));
    if (!isSameWork)
        Console.Error.WriteLine("The simulators did not do the same work: see 'no' in that table.");
    return isSameWork ? 0 : 1;
}

string Ns3Folder(ParseResult parsed, string folder) => parsed.GetValue(ns3Folder)
    ?? Environment.GetEnvironmentVariable("NS3_BENCH")
    ?? Path.GetFullPath(Path.Combine(folder, "..", "shared", "bench", "ns3"));

static string FindRoot()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "NetSim.sln")))
            return folder.FullName;
    }

    throw new ComparisonException($"{AppContext.BaseDirectory} is not in a checkout of NetSim.");
}

static Option<string[]> Choice(string name, string description, string[] values, string[] chosen)
{
    var option = new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => chosen };
    option.AcceptOnlyFromAmong(values);
    return option;
}
