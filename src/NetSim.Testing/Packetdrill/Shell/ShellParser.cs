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
internal sealed record ShellPipeline(ShellCondition Condition, bool IsNegated, IReadOnlyList<IReadOnlyList<string>> Commands, string? OutputFile);

/// <summary>Reads the commands of a shell: words, quotes, pipes and conditions; no variables, loops or functions.</summary>
internal sealed class ShellParser
{
    private static readonly string[] Keywords = ["if", "then", "else", "fi", "for", "while", "do", "done", "case", "esac", "function", "[", "[[", "test", "export"];

    private readonly string _text;
    private readonly List<ShellPipeline> _pipelines = [];
    private readonly List<IReadOnlyList<string>> _commands = [];
    private readonly StringBuilder _word = new();
    private List<string> _words = [];
    private ShellCondition _condition;
    private string? _outputFile;
    private bool _hasWord;
    private int _position;

    private ShellParser(string text) => _text = text.Replace("\\\n", " ", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    /// <summary>Reads commands.</summary>
    /// <exception cref="ScriptUnsupportedException">They have something that is not supported.</exception>
    public static IReadOnlyList<ShellPipeline> Parse(string text)
    {
        var parser = new ShellParser(text);
        parser.Read();
        return parser._pipelines;
    }

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private void Read()
    {
        while (_position < _text.Length)
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

        EndPipeline(ShellCondition.Always);
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
        else if (Current is '$' or '`' or '<' or '(')
            throw new ScriptUnsupportedException($"a command with {Current}: {_text.Trim()}");

        _word.Append(Current);
        _position++;
    }

    private string Arithmetic()
    {
        var end = _text.IndexOf("))", _position, StringComparison.Ordinal);
        if (end < 0)
            throw new ScriptUnsupportedException("a command with arithmetic that does not end");
        var text = _text[_position..end];
        _position = end + 2;
        var product = 1L;
        foreach (var factor in text.Split('*', StringSplitOptions.TrimEntries))
        {
            product = long.TryParse(factor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? product * number
                : throw new ScriptUnsupportedException($"the arithmetic {text}");
        }

        return product.ToString(CultureInfo.InvariantCulture);
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
        var first = (List<string>)_commands[0];
        var isNegated = first is ["!", ..];
        if (isNegated)
            first.RemoveAt(0);
        if (first.Count > 0)
        {
            if (Array.IndexOf(Keywords, first[0]) >= 0 || first[0].Contains('=', StringComparison.Ordinal))
                throw new ScriptUnsupportedException($"the command {string.Join(' ', first)}");
            _pipelines.Add(new ShellPipeline(_condition, isNegated, [.. _commands], _outputFile));
            _condition = next;
        }
        else if (next != ShellCondition.Always)
        {
            _condition = next;
        }

        _commands.Clear();
        _outputFile = null;
    }
}
