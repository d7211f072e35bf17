using NetSim.Testing.Packetdrill.Calls;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <summary>Interprets the shell commands of scripts: those that set what the stack does, or ask about its sockets.</summary>
/// <param name="settings">What the commands change.</param>
/// <param name="folder">Where shell scripts are looked for, or <see langword="null"/> where there is no such place.</param>
internal sealed partial class CommandShell(StackSettings settings, string? folder)
{
    private const int DeepestScript = 8;

    private readonly Sysctls _sysctls = new(settings);
    private SystemCalls? _calls;
    private int _depth;

    /// <summary>Whether the stack runs, so that what it was made with is fixed.</summary>
    public bool IsStackBuilt { get; set; }

    /// <summary>Runs commands.</summary>
    /// <param name="text">One or several, as in a shell script.</param>
    /// <param name="calls">The program's sockets, once there is a stack.</param>
    /// <exception cref="ScriptUnsupportedException">A command, or what it does, is not supported.</exception>
    /// <exception cref="ScriptFailedException">The last command failed.</exception>
    public void Run(string text, SystemCalls? calls = null)
    {
        _calls = calls ?? _calls;
        if (!RunAll(text))
            throw new ScriptFailedException($"the command fails: {text.Trim()}");
    }

    private bool RunAll(string text)
    {
        var succeeded = true;
        foreach (var command in ShellParser.Parse(text))
        {
            var runs = command.Condition switch
            {
                ShellCondition.IfSucceeded => succeeded,
                ShellCondition.IfFailed => !succeeded,
                _ => true,
            };
            if (runs)
                succeeded = RunPipeline(command) != command.IsNegated;
        }

        return succeeded;
    }

    private bool RunPipeline(ShellPipeline pipeline)
    {
        var output = "";
        var succeeded = true;
        foreach (var (words, index) in pipeline.Commands.Select((words, index) => (words, index)))
        {
            if (words.Count == 0)
                continue;
            (succeeded, output) = index == 0 ? (RunFirst(words, pipeline.OutputFile, out var text), text) : Filter(words, output);
        }

        return succeeded;
    }

    private bool RunFirst(IReadOnlyList<string> words, string? outputFile, out string output)
    {
        output = "";
        var name = Path.GetFileName(words[0]);
        var arguments = words.Skip(1).ToList();
        switch (name)
        {
            case "true" or ":" or "sync" or "kldload" or "kldunload" or "kldstat":
                return true;
            case "false":
                return false;
            case "sysctl":
                return RunSysctl(arguments);
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
                    ? RunScript(words[0])
                    : throw new ScriptUnsupportedException($"the command {words[0]}");
        }
    }

    private bool RunScript(string path)
    {
        if (folder is null || ++_depth > DeepestScript)
            throw new ScriptUnsupportedException($"the shell script {path}");
        var file = Path.GetFullPath(path, folder);
        if (!File.Exists(file))
            throw new ScriptUnsupportedException($"the shell script {path}, which is not there");
        var succeeded = RunAll(File.ReadAllText(file));
        _depth--;
        return succeeded;
    }

    private bool RunSysctl(List<string> arguments)
    {
        foreach (var argument in arguments.Where(argument => !argument.StartsWith('-')))
        {
            var parts = argument.Split('=', 2);
            if (parts.Length == 2)
                Set(parts[0].Trim().Replace('/', '.'), parts[1].Trim());
        }

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
        const string Root = "/proc/sys/";
        if (parts.Length < 2 || !(parts[0].StartsWith(Root, StringComparison.Ordinal) || parts[0].StartsWith("/sys/", StringComparison.Ordinal)))
            throw new ScriptUnsupportedException($"writing to {parts[0]}");
        var name = parts[0].StartsWith(Root, StringComparison.Ordinal) ? parts[0][Root.Length..] : parts[0][1..];
        Set(name.Replace('/', '.'), parts[1].Trim());
    }

    private void Set(string name, string value) => Change(() => _sysctls.Set(name, value), $"{name}={value}");

    /// <summary>Changes the settings. Once the stack runs it cannot follow, so that then only what stays the same is allowed.</summary>
    private void Change(Action change, string what)
    {
        var (tcp, mtu, ttl) = (settings.Tcp, settings.Mtu, settings.TimeToLive);
        change();
        if (IsStackBuilt && (tcp != settings.Tcp || mtu != settings.Mtu || ttl != settings.TimeToLive))
            throw new ScriptUnsupportedException($"{what} while the stack runs");
    }

    private bool Sleep(string name, List<string> arguments)
    {
        if (arguments.Count != 1 || !double.TryParse(arguments[0].TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture, out var time))
            throw new ScriptUnsupportedException($"{name} {string.Join(' ', arguments)}");
        _calls?.Sleep(name == "sleep" ? time : time / 1_000_000);
        return true;
    }
}
