using System.Numerics;
using System.Text;

namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>How a piece of code ended.</summary>
internal enum CodeOutcome
{
    /// <summary>It ran to its end.</summary>
    Passed,

    /// <summary>An assertion did not hold.</summary>
    AssertionFailed,

    /// <summary>It has or does something that is not in the subset, or that Python would refuse.</summary>
    Unsupported,
}

/// <summary>What came of a piece of code.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">The failed assertion with the values of its names, or what is not supported; empty if it passed.</param>
/// <param name="Output">What it printed before.</param>
internal sealed record CodeResult(CodeOutcome Outcome, string Text, string Output);

/// <summary>
/// Runs the code of <c>%{ }%</c> events: Python 3 without loops, functions, attributes and imports, so that everything ends.
/// </summary>
/// <remarks>
/// The pieces of a script are one program: a name that one assigns is there for the next. One evaluator per run of a script.
/// </remarks>
internal sealed class PythonEvaluator
{
    private readonly SortedDictionary<string, object?> _variables = new(StringComparer.Ordinal);

    /// <summary>Runs a piece of code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="lookup">Finds the number of a name that the code has not assigned, such as <c>tcpi_rto</c>.</param>
    public CodeResult Run(string code, Func<string, BigInteger?> lookup)
    {
        // What the socket says now replaces what an earlier piece may have assigned to the same name.
        foreach (var known in _variables.Keys.Where(name => lookup(name) is not null).ToList())
            _variables.Remove(known);

        var scope = new PythonScope(_variables, lookup, new StringBuilder());
        try
        {
            PythonParser.Parse(code)(scope);
            return new CodeResult(CodeOutcome.Passed, "", scope.Output.ToString());
        }
        catch (PythonAssertionException failed)
        {
            return new CodeResult(CodeOutcome.AssertionFailed, failed.Message, scope.Output.ToString());
        }
        catch (PythonUnsupportedException unsupported)
        {
            return new CodeResult(CodeOutcome.Unsupported, unsupported.Message, scope.Output.ToString());
        }
    }
}

/// <summary>What running code sees and leaves behind.</summary>
/// <param name="Variables">The names that the code has assigned.</param>
/// <param name="Lookup">Finds the others.</param>
/// <param name="Output">What the code prints.</param>
internal sealed record PythonScope(IDictionary<string, object?> Variables, Func<string, BigInteger?> Lookup, StringBuilder Output)
{
    /// <summary>The value of a name.</summary>
    /// <exception cref="PythonUnsupportedException">Nobody has given it one.</exception>
    public object? Resolve(string name) =>
        TryResolve(name, out var value) ? value : throw new PythonUnsupportedException($"the name {name}");

    /// <summary>Finds the value of a name.</summary>
    public bool TryResolve(string name, out object? value)
    {
        if (Variables.TryGetValue(name, out value))
            return true;
        var found = Lookup(name);
        value = found;
        return found is not null;
    }
}

/// <summary>An assertion does not hold; the message is the text of the result.</summary>
internal sealed class PythonAssertionException(string text) : Exception(text);

/// <summary>Code goes beyond the subset; the message says with what.</summary>
internal sealed class PythonUnsupportedException(string what) : Exception(what);
