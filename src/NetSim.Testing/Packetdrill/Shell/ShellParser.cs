using System.Globalization;
using System.Text;
using NetSim.Testing.Packetdrill.Execution;

namespace NetSim.Testing.Packetdrill.Shell;

/// <summary>When a command runs, by what stands before it.</summary>
internal enum ShellCondition
{
    /// <summary><c>;</c> or a new line: in any case.</summary>
    Always,

    /// <summary><c>&amp;&amp;</c>: if the one before succeeded.</summary>
    IfSucceeded,

    /// <summary><c>||</c>: if the one before failed.</summary>
    IfFailed,
}

/// <summary>Commands with pipes between them.</summary>
/// <param name="Condition">When they run.</param>
/// <param name="IsNegated">Whether failure is success (<c>!</c>).</param>
/// <param name="Commands">The words of each.</param>
/// <param name="OutputFile">Where the output goes, if not to nowhere.</param>
/// <param name="Keyword">What stands before them and belongs to an <c>if</c>.</param>
internal sealed record ShellPipeline(
    ShellCondition Condition, bool IsNegated, IReadOnlyList<IReadOnlyList<string>> Commands, string? OutputFile, string? Keyword);

/// <summary>Reads the commands of a shell, one after the other as they run: words, quotes, pipes, conditions, variables; no loops or functions.</summary>
/// <param name="text">The commands.</param>
/// <param name="expand">The value of a variable.</param>
/// <param name="substitute">What a command writes.</param>
internal sealed class ShellParser(string text, Func<string, string> expand, Func<string, string> substitute)
{
    private static readonly string[] Branching = ["if", "then", "elif", "else", "fi"];
    private static readonly string[] NotSupported = ["for", "while", "until", "do", "done", "case", "esac", "function", "{", "}", "trap", "eval", "source", "."];

    private readonly string _text = text.Replace("\\\n", " ", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
    private readonly List<IReadOnlyList<string>> _commands = [];
    private readonly StringBuilder _word = new();
    private List<string> _words = [];
    private ShellCondition _condition;
    private ShellPipeline? _read;
    private string? _outputFile;
    private bool _hasWord;
    private bool _runs;
    private int _position;

    /// <summary>Reads the next commands, or <see langword="null"/> at the end.</summary>
    /// <param name="runs">Whether they run, so that what they refer to is looked up.</param>
    /// <exception cref="ScriptUnsupportedException">They have something that is not supported.</exception>
    public ShellPipeline? Next(bool runs)
    {
        _runs = runs;
        _read = null;
        while (_read is null && _position < _text.Length)
            ReadOn();
        if (_read is null)
            EndPipeline(ShellCondition.Always);
        return _read;
    }

    /// <summary>The commands without the keyword before them.</summary>
    public static ShellPipeline AfterKeyword(ShellPipeline pipeline) =>
        Classify(pipeline with { Commands = [[.. pipeline.Commands[0].Skip(1)], .. pipeline.Commands.Skip(1)] });

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private void ReadOn()
    {
        if (TryTake("&&"))
            EndPipeline(ShellCondition.IfSucceeded);
        else if (TryTake("||"))
            EndPipeline(ShellCondition.IfFailed);
        else if (TryTake(";") || TryTake("\n"))
            EndPipeline(ShellCondition.Always);
        else if (TryTake("|"))
            EndCommand();
        else if (!_hasWord && Current == '#')
            SkipLine();
        else if (Current is ' ' or '\t')
            EndWord(1);
        else if (!TryReadRedirection())
            ReadWordPart();
    }

    private bool TryTake(string text)
    {
        if (string.CompareOrdinal(_text, _position, text, 0, text.Length) != 0)
            return false;
        _position += text.Length;
        return true;
    }

    private void SkipLine()
    {
        while (_position < _text.Length && Current != '\n')
            _position++;
    }

    private bool TryReadRedirection()
    {
        var start = _position;
        var isError = !_hasWord && Current == '2' && _position + 1 < _text.Length && _text[_position + 1] == '>';
        if (isError || (!_hasWord && Current is '1' or '&' && _position + 1 < _text.Length && _text[_position + 1] == '>'))
            _position++;
        if (Current != '>')
        {
            _position = start;
            return false;
        }

        EndWord(0);
        _position++;
        if (Current == '>')
            _position++;
        if (TryTake("&1") || TryTake("&2"))
            return true;
        while (Current == ' ')
            _position++;
        var from = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(Current) && Current is not (';' or '|' or '&'))
            _position++;
        var file = _text[from.._position].Trim('"', '\'');
        if (!isError && file != "/dev/null")
            _outputFile = file;
        return true;
    }

    private void ReadWordPart()
    {
        _hasWord = true;
        switch (Current)
        {
            case '\'':
                var end = _text.IndexOf('\'', _position + 1);
                if (end < 0)
                    throw new ScriptUnsupportedException("a command with a quote that does not end");
                _word.Append(_text, _position + 1, end - _position - 1);
                _position = end + 1;
                break;
            case '"':
                _position++;
                while (_position < _text.Length && Current != '"')
                    ReadCharacter();
                _position++;
                break;
            default:
                ReadCharacter();
                break;
        }
    }

    private void ReadCharacter()
    {
        if (Current == '\\' && _position + 1 < _text.Length)
            _position++;
        else if (TryTake("$(("))
        {
            _word.Append(Arithmetic());
            return;
        }
        else if (Current == '$')
        {
            _word.Append(Reference());
            return;
        }
        else if (Current is '`' or '<' or '(')
            throw new ScriptUnsupportedException($"a command with {Current}: {_text.Trim()}");

        _word.Append(Current);
        _position++;
    }

    /// <summary><c>$name</c>, <c>${name}</c> or <c>$(command)</c>.</summary>
    private string Reference()
    {
        _position++;
        var start = _position;
        if (Current is '(' or '{')
        {
            var end = _text.IndexOf(Current == '(' ? ')' : '}', start);
            if (end < 0)
                throw new ScriptUnsupportedException($"a command with $ that does not end: {_text.Trim()}");
            var isCommand = Current == '(';
            _position = end + 1;
            var inner = _text[(start + 1)..end];
            return !_runs ? "" : isCommand ? substitute(inner) : expand(inner);
        }

        if (Current is '?' or '#' or '@' or '*' or '$')
            _position++;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
            _position++;
        return !_runs ? "" : expand(_text[start.._position]);
    }

    /// <summary>Sums and products of numbers and variables.</summary>
    private string Arithmetic()
    {
        var end = _text.IndexOf("))", _position, StringComparison.Ordinal);
        if (end < 0)
            throw new ScriptUnsupportedException("a command with arithmetic that does not end");
        var text = _text[_position..end];
        _position = end + 2;
        if (!_runs)
            return "";
        var sum = 0L;
        foreach (var term in text.Replace("-", "+-", StringComparison.Ordinal).Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isNegative = term.StartsWith('-');
            var product = isNegative ? -1L : 1L;
            foreach (var factor in term.TrimStart('-').Split('*', StringSplitOptions.TrimEntries))
                product *= Factor(factor, text);
            sum += product;
        }

        return sum.ToString(CultureInfo.InvariantCulture);
    }

    private long Factor(string factor, string arithmetic)
    {
        var name = factor.TrimStart('$').Trim('{', '}');
        var value = name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') ? expand(name) : factor;
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ScriptUnsupportedException($"the arithmetic {arithmetic}");
    }

    private void EndWord(int skip)
    {
        _position += skip;
        if (_hasWord)
            _words.Add(_word.ToString());
        _word.Clear();
        _hasWord = false;
    }

    private void EndCommand()
    {
        EndWord(0);
        _commands.Add(_words);
        _words = [];
    }

    private void EndPipeline(ShellCondition next)
    {
        EndCommand();
        if (_commands.Exists(words => words.Count > 0))
        {
            _read = Classify(new ShellPipeline(_condition, IsNegated: false, [.. _commands], _outputFile, Keyword: null));
            _condition = next;
        }
        else if (next != ShellCondition.Always)
        {
            _condition = next;
        }

        _commands.Clear();
        _outputFile = null;
    }

    /// <summary>Looks at the first word.</summary>
    private static ShellPipeline Classify(ShellPipeline pipeline)
    {
        var first = pipeline.Commands[0];
        if (first.Count == 0)
            return pipeline with { Keyword = null };
        if (Array.IndexOf(NotSupported, first[0]) >= 0 || first[0].EndsWith("()", StringComparison.Ordinal))
            throw new ScriptUnsupportedException($"the command {string.Join(' ', first)}");
        if (first[0] == "!")
            return pipeline with { IsNegated = true, Keyword = null, Commands = [[.. first.Skip(1)], .. pipeline.Commands.Skip(1)] };
        return pipeline with { Keyword = Array.IndexOf(Branching, first[0]) >= 0 ? first[0] : null };
    }
}
