using NetSim.Testing.Packetdrill.Calls;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <summary>Interprets the shell commands of scripts: those that set what the stack does, or ask about its sockets.</summary>
/// <param name="settings">What the commands change.</param>
/// <param name="folder">Where shell scripts are looked for, or <see langword="null"/> where there is no such place.</param>
internal sealed partial class CommandShell(StackSettings settings, string? folder)
{
    private const string ProcessRoot = "/proc/sys/";

    private readonly Sysctls _sysctls = new(settings);
    private SystemCalls? _calls;

    /// <summary>Once the stack runs, tells it that the settings have changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>Runs commands.</summary>
    /// <param name="text">One or several, as in a shell script.</param>
    /// <param name="calls">The program's sockets, once there is a stack.</param>
    /// <exception cref="ScriptUnsupportedException">A command, or what it does, is not supported.</exception>
    /// <exception cref="ScriptFailedException">The last command failed.</exception>
    public void Run(string text, SystemCalls? calls = null)
    {
        _calls = calls ?? _calls;
        if (!RunAll(text, []))
            throw new ScriptFailedException($"the command fails: {text.Trim()}");
    }

    private bool RunFirst(IReadOnlyList<string> words, string? outputFile, out string output)
    {
        output = "";
        var name = Path.GetFileName(words[0]);
        var arguments = words.Skip(1).ToList();
        switch (name)
        {
            case "true" or ":" or "sync" or "set" or "export" or "unset" or "modprobe" or "ethtool" or "kldload" or "kldunload" or "kldstat" or "nstat":
                return true; // offloads are not seen in segments that are compared as the stack makes them
            case "false":
                return false;
            case "test" or "[" or "[[":
                return Test(words);
            case "uname":
                output = "6.12.0\n";
                return true;
            case "cat" when arguments is [var file] && file.StartsWith(ProcessRoot, StringComparison.Ordinal):
                output = _sysctls.Recall(NameOf(file)) + "\n";
                return true;
            case "sysctl":
                return RunSysctl(arguments, out output);
            case "set_sysctls.py":
                arguments.ForEach(SetPath);
                return true;
            case "echo" or "printf":
                return Write(arguments, outputFile, out output);
            case "sleep" or "usleep":
                return Sleep(name, arguments);
            case "sockstat":
                output = Sockstat();
                return true;
            case "ip":
                RunIp(arguments);
                return true;
            case "ifconfig":
                RunIfconfig(arguments);
                return true;
            case "tc":
                RunTc(arguments);
                return true;
            default:
                return words[0].EndsWith(".sh", StringComparison.Ordinal)
                    ? RunScript(words[0], arguments)
                    : throw new ScriptUnsupportedException($"the command {words[0]}");
        }
    }

    private bool RunSysctl(List<string> arguments, out string output)
    {
        var values = new List<string>();
        var isBare = arguments.Exists(argument => argument.StartsWith('-') && argument.Contains('n', StringComparison.Ordinal));
        foreach (var argument in arguments.Where(argument => !argument.StartsWith('-')))
        {
            var parts = argument.Split('=', 2);
            var name = parts[0].Trim().Replace('/', '.');
            if (parts.Length == 2)
                Set(name, parts[1].Trim());
            else if (isBare)
                values.Add(_sysctls.Recall(name) + "\n");
        }

        output = string.Concat(values);
        return true;
    }

    private bool Write(List<string> arguments, string? file, out string output)
    {
        output = string.Join(' ', arguments.Where(argument => argument is not ("-n" or "-e")));
        if (file is not null)
            SetPath($"{file}={output}");
        return true;
    }

    private void SetPath(string assignment)
    {
        var parts = assignment.Split('=', 2);
        if (parts.Length < 2 || !(parts[0].StartsWith(ProcessRoot, StringComparison.Ordinal) || parts[0].StartsWith("/sys/", StringComparison.Ordinal)))
            throw new ScriptUnsupportedException($"writing to {parts[0]}");
        Set(NameOf(parts[0]), parts[1].Trim());
    }

    private static string NameOf(string path) =>
        (path.StartsWith(ProcessRoot, StringComparison.Ordinal) ? path[ProcessRoot.Length..] : path[1..]).Replace('/', '.');

    private void Set(string name, string value) => Change(() => _sysctls.Set(name, value), $"{name}={value}");

    /// <summary>Changes the settings. What the interface is made with cannot follow once the stack runs.</summary>
    private void Change(Action change, string what)
    {
        var (tcp, mtu, ttl) = (settings.Tcp, settings.Mtu, settings.TimeToLive);
        change();
        if (Changed is not { } changed)
            return;
        if (mtu != settings.Mtu || ttl != settings.TimeToLive)
            throw new ScriptUnsupportedException($"{what} while the stack runs");
        if (tcp != settings.Tcp)
            changed();
    }

    private bool Sleep(string name, List<string> arguments)
    {
        if (arguments.Count != 1 || !double.TryParse(arguments[0].TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture, out var time))
            throw new ScriptUnsupportedException($"{name} {string.Join(' ', arguments)}");
        _calls?.Sleep(name == "sleep" ? time : time / 1_000_000);
        return true;
    }
}
