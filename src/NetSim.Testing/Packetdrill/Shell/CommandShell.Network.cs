using System.Globalization;
using System.Text.RegularExpressions;
using NetSim.Kernel;
using NetSim.Sockets;
using NetSim.Stack.Tcp;
using NetSim.Stack.Tcp.Congestion;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <content>Commands about the interface and routes, and about sockets.</content>
internal sealed partial class CommandShell
{
    private static readonly string[] NeutralQueues = ["pfifo", "pfifo_fast", "bfifo", "noqueue", "fq", "fq_codel", "mq"];

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ScriptUnsupportedException(what);

    private void RunIfconfig(List<string> arguments)
    {
        var index = arguments.IndexOf("mtu");
        if (index < 0 || index + 1 >= arguments.Count)
            throw new ScriptUnsupportedException($"ifconfig {string.Join(' ', arguments)}");
        SetMtu(arguments[index + 1]);
    }

    private void SetMtu(string text) => Change(() => settings.Mtu = Number(text, $"the MTU {text}"), $"the MTU {text}");

    private static void RunTc(List<string> arguments)
    {
        var isNeutral = arguments is ["qdisc", "del" or "delete", ..] || (arguments is ["qdisc", ..] && arguments.Exists(NeutralQueues.Contains));
        if (!isNeutral)
            throw new ScriptUnsupportedException($"tc {string.Join(' ', arguments)}");
    }

    private void RunIp(List<string> arguments)
    {
        var words = arguments.Where(word => !word.StartsWith('-')).ToList();
        switch (words)
        {
            case ["tcp_metrics" or "tcpmetrics" or "neigh", ..]:
            case ["route" or "ro" or "r" or "addr" or "a" or "link" or "l", "show" or "list" or "get" or "flush", ..]:
                return;
            case ["link" or "l", "set", ..] when words.IndexOf("mtu") is var index and > 0 && index + 1 < words.Count:
                SetMtu(words[index + 1]);
                return;
            case ["link" or "l", "set", ..] when words.Contains("up") || words.Contains("txqueuelen") || words.Contains("gso_max_size"):
                return;
            case ["route" or "ro" or "r", "add" or "change" or "replace" or "append" or "prepend", ..]:
                ChangeRoute(words);
                return;
            default:
                throw new ScriptUnsupportedException($"ip {string.Join(' ', arguments)}");
        }
    }

    private void ChangeRoute(List<string> words)
    {
        for (var i = 3; i < words.Count; i++)
        {
            var (word, value) = (words[i], i + 1 < words.Count ? words[i + 1] : "");
            switch (word)
            {
                case "via" or "dev" or "src" or "proto" or "scope" or "table" or "metric":
                    break;
                case "quickack" when value is "0" or "1":
                    ChangeTcp(word, value, tcp => tcp with { DelayedAckTimeout = value == "1" ? Duration.Zero : tcp.DelayedAckTimeout });
                    break;
                case "initcwnd":
                    ChangeTcp(word, value, tcp => tcp with { InitialWindowSegments = Number(value, $"{word} {value}") });
                    break;
                case "rto_min":
                    var milliseconds = Number(value.Replace("ms", "", StringComparison.Ordinal), $"{word} {value}");
                    ChangeTcp(word, value, tcp => tcp with { MinRto = milliseconds.Milliseconds });
                    break;
                case "congctl":
                    var algorithm = TcpCongestionControl.Find(value) ?? throw new ScriptUnsupportedException($"the congestion control {value}");
                    ChangeTcp(word, value, tcp => tcp with { CongestionControl = algorithm });
                    break;
                case "features" when value == "ecn":
                    ChangeTcp(word, value, tcp => tcp with { Ecn = EcnMode.Request });
                    break;
                default:
                    throw new ScriptUnsupportedException($"ip route … {word} {value}");
            }

            i++;
        }
    }

    private void ChangeTcp(string word, string value, Func<TcpOptions, TcpOptions> change) =>
        Change(() => settings.Tcp = change(settings.Tcp), $"ip route … {word} {value}");

    /// <summary>The program's TCP sockets as sockstat -s lists them.</summary>
    private string Sockstat()
    {
        var lines = new List<string> { "USER COMMAND PID FD PROTO LOCAL ADDRESS FOREIGN ADDRESS STATE" };
        foreach (var (descriptor, socket) in _calls?.TcpSockets ?? [])
            lines.Add($"root packetdril 1 {descriptor} tcp4 {Name(socket.LocalEndPoint)} {Name(socket.RemoteEndPoint)} {State(socket)}");
        return string.Join('\n', lines) + "\n";
    }

    private static string Name(Packets.Ipv4.Ipv4EndPoint? endPoint) =>
        endPoint is { } known ? $"{(known.Address.IsAny ? "*" : known.Address)}:{known.Port}" : "*:*";

    private static string State(TcpSocket socket) => socket.IsListening
        ? "LISTEN"
        : socket.State switch
        {
            TcpState.SynSent => "SYN_SENT",
            TcpState.SynReceived => "SYN_RCVD",
            TcpState.FinWait1 => "FIN_WAIT_1",
            TcpState.FinWait2 => "FIN_WAIT_2",
            TcpState.CloseWait => "CLOSE_WAIT",
            TcpState.LastAck => "LAST_ACK",
            TcpState.TimeWait => "TIME_WAIT",
            var state => state.ToString().ToUpperInvariant(),
        };

    private static (bool Succeeded, string Output) Filter(IReadOnlyList<string> words, string input)
    {
        var lines = input.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var options = words.Skip(1).Where(word => word.StartsWith('-')).SelectMany(word => word[1..]).ToList();
        switch (words[0])
        {
            case "grep" or "egrep" or "fgrep" when words.Count(word => !word.StartsWith('-')) == 2 && options.TrueForAll("qivwEFco".Contains):
                var pattern = words.Last(word => !word.StartsWith('-'));
                pattern = options.Contains('F') || words[0] == "fgrep" ? Regex.Escape(pattern) : pattern;
                pattern = options.Contains('w') ? $@"\b({pattern})\b" : pattern;
                var expression = new Regex(pattern, options.Contains('i') ? RegexOptions.IgnoreCase : RegexOptions.None, TimeSpan.FromSeconds(1));
                var found = lines.Where(line => expression.IsMatch(line) != options.Contains('v')).ToList();
                return (found.Count > 0, string.Concat(found.Select(line => line + "\n")));
            case "wc" when options is ['l']:
                return (true, $"{lines.Length}\n");
            default:
                throw new ScriptUnsupportedException($"the command {string.Join(' ', words)}");
        }
    }
}
