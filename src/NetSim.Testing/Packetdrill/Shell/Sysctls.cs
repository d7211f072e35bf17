using System.Globalization;
using System.Numerics;
using NetSim.Kernel;
using NetSim.Stack.Tcp;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <summary>What the sysctls of Linux and FreeBSD say to the stack under test: a row per name. docs/packetdrill.md lists them.</summary>
internal sealed partial class Sysctls
{
    private readonly StackSettings _settings;
    private readonly Dictionary<string, Action<string>> _rows = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    // FreeBSD's wait in FIN-WAIT-2 is one of two, and both can be set.
    private Duration _finWait2Timeout = 60.Seconds;
    private bool _recyclesFast;

    public Sysctls(StackSettings settings)
    {
        _settings = settings;
        AddLinux();
        AddFreeBsd();
    }

    /// <summary>Whether there is such a name.</summary>
    public bool Has(string name) => _rows.ContainsKey(name) || IsNeutral(name);

    /// <summary>What a name was set to.</summary>
    /// <exception cref="ScriptUnsupportedException">It was not set.</exception>
    public string Recall(string name) => _written.TryGetValue(name, out var value) ? value : throw new ScriptUnsupportedException($"reading the sysctl {name}");

    private static bool IsNeutral(string name) => Array.Exists(NeutralFamilies, family => name.StartsWith(family, StringComparison.Ordinal));

    /// <summary>Sets a value.</summary>
    /// <exception cref="ScriptUnsupportedException">There is no such name, or the stack cannot do what the value asks for.</exception>
    public void Set(string name, string value)
    {
        if (_rows.TryGetValue(name, out var set))
            set(value);
        else if (!IsNeutral(name))
            throw new ScriptUnsupportedException($"the sysctl {name}");
        _written[name] = value;
    }

    /// <summary>A name whose number changes how TCP behaves.</summary>
    private void Tcp(string name, Func<TcpOptions, long, TcpOptions> change) =>
        _rows[name] = text => _settings.Tcp = change(_settings.Tcp, Number(name, text));

    /// <summary>A name whose number changes how TCP behaves; <see langword="null"/> for a number that the stack cannot follow.</summary>
    private void TcpOr(string name, Func<TcpOptions, long, TcpOptions?> change) =>
        _rows[name] = text => _settings.Tcp = change(_settings.Tcp, Number(name, text)) ?? throw NotSupported(name, text);

    private void Number(string name, Action<long> change) => _rows[name] = text => change(Number(name, text));

    private void Text(string name, Func<string, bool> change) => _rows[name] = text =>
    {
        if (!change(text))
            throw NotSupported(name, text);
    };

    /// <summary>A name that the stack has one behaviour for.</summary>
    private void Fixed(string name, params long[] values) => _rows[name] = text =>
    {
        if (Array.IndexOf(values, Number(name, text)) < 0)
            throw NotSupported(name, text);
    };

    /// <summary>Names that change nothing that is seen on the wire or by the program.</summary>
    private void Neutral(string prefix, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _rows[prefix + name] = _ => { };
    }

    private static ScriptUnsupportedException NotSupported(string name, string value) => new($"the sysctl {name}={value}");

    private static long Number(string name, string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHex && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
            ? hex
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw NotSupported(name, text);
    }

    private static int Small(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private static int Log2(long number) => BitOperations.Log2((ulong)Math.Max(1, number));

    private static Duration Seconds(long number) => new(Math.Clamp(number, 0, 1_000_000_000) * 1_000_000_000);

    private static Duration Milliseconds(long number) => new(Math.Clamp(number, 0, 1_000_000_000_000) * 1_000_000);
}
