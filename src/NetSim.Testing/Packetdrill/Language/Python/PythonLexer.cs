namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>What a token of Python is.</summary>
internal enum PythonTokenKind
{
    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, its escapes replaced.</summary>
    Text,

    /// <summary>An operator or delimiter.</summary>
    Operator,

    /// <summary>The end of a logical line.</summary>
    NewLine,

    /// <summary>A line that is indented more than the one before.</summary>
    Indent,

    /// <summary>The end of lines that were indented.</summary>
    Dedent,

    /// <summary>The end of the code.</summary>
    End,
}

/// <summary>A token of Python.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string, its value.</param>
/// <param name="Start">Where it starts in the code.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct PythonToken(PythonTokenKind Kind, string Text, int Start, int End);

/// <summary>Cuts code into tokens (Python reference, chapter 2).</summary>
internal sealed class PythonLexer
{
    private static readonly string[] Operators =
    [
        "**=", "//=", "<<=", ">>=", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
        "+", "-", "*", "/", "%", "&", "|", "^", "~", "<", ">", "=", "(", ")", "[", "]", ",", ":", ";",
    ];

    private readonly string _code;
    private readonly List<PythonToken> _tokens = [];
    private readonly Stack<int> _indents = new([0]);
    private int _position;
    private int _brackets;

    private PythonLexer(string code) => _code = code;

    private char Current => At(_position);

    /// <summary>The tokens of the code.</summary>
    /// <exception cref="PythonUnsupportedException">The code has something that is not in the subset.</exception>
    public static List<PythonToken> Tokenize(string code) => new PythonLexer(Dedent(code)).Run();

    /// <summary>
    /// Removes comments between the lines, and the indentation that all lines have. The first line has none where it starts behind
    /// the bracket: then the others may have one in common, unless they are the first one's block.
    /// </summary>
    public static string Dedent(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())
            .Where(line => line.Length > 0 && !line.TrimStart().StartsWith('#')).ToArray();
        if (lines.Length == 0)
            return "";

        var first = IndentOf(lines[0]);
        var others = lines.Length > 1 && !lines[0].EndsWith(':') ? lines.Skip(1).Min(IndentOf) : first;
        return string.Join('\n', lines.Select((line, index) => line[Math.Min(index == 0 ? first : others, IndentOf(line))..])) + "\n";
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ', '\t').Length;

    private List<PythonToken> Run()
    {
        while (_position < _code.Length)
        {
            if (_brackets == 0 && (_position == 0 || _code[_position - 1] == '\n'))
                ReadIndent();
            ReadToken();
        }

        for (; _indents.Peek() > 0; _indents.Pop())
            Add(PythonTokenKind.Dedent, "", _position);
        Add(PythonTokenKind.End, "", _position);
        return _tokens;
    }

    private void ReadIndent()
    {
        var start = _position;
        while (Current is ' ' or '\t')
            _position++;
        var indent = _position - start;
        if (indent > _indents.Peek())
        {
            _indents.Push(indent);
            Add(PythonTokenKind.Indent, "", start);
        }

        for (; indent < _indents.Peek(); _indents.Pop())
            Add(PythonTokenKind.Dedent, "", start);
        if (indent != _indents.Peek())
            throw new PythonUnsupportedException("a line whose indentation fits no line before");
    }

    private void ReadToken()
    {
        var start = _position;
        if (Current == '\n')
        {
            _position++;
            if (_brackets == 0)
                Add(PythonTokenKind.NewLine, "", start);
        }
        else if (char.IsWhiteSpace(Current))
        {
            _position++;
        }
        else if (Current == '\\' && At(_position + 1) == '\n')
        {
            _position += 2;
        }
        else if (Current == '#')
        {
            SkipComment();
        }
        else if (Current is '"' or '\'')
        {
            ReadText();
        }
        else if (char.IsAsciiDigit(Current) || (Current == '.' && char.IsAsciiDigit(At(_position + 1))))
        {
            ReadNumber();
        }
        else if (char.IsAsciiLetter(Current) || Current == '_')
        {
            while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
                _position++;
            if (Current is '"' or '\'')
                throw new PythonUnsupportedException("a string with a prefix");
            Add(PythonTokenKind.Name, _code[start.._position], start);
        }
        else
        {
            ReadOperator();
        }
    }

    private void ReadOperator()
    {
        var start = _position;
        var found = Operators.FirstOrDefault(candidate => string.CompareOrdinal(_code, start, candidate, 0, candidate.Length) == 0)
            ?? throw new PythonUnsupportedException($"'{Current}'");
        _position += found.Length;
        _brackets += found is "(" or "[" ? 1 : found is ")" or "]" ? -1 : 0;
        _brackets = Math.Max(_brackets, 0);
        Add(PythonTokenKind.Operator, found, start);
    }

    private void ReadNumber()
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' or '_' || (Current is '+' or '-' && IsExponent(start)))
            _position++;
        Add(PythonTokenKind.Number, _code[start.._position], start);
    }

    private bool IsExponent(int start) =>
        At(_position - 1) is 'e' or 'E' && char.IsAsciiDigit(At(_position + 1)) && !(At(start) == '0' && At(start + 1) is 'x' or 'X');

    private void ReadText()
    {
        var start = _position;
        var quote = Current;
        if (At(start + 1) == quote && At(start + 2) == quote)
            throw new PythonUnsupportedException("a string in three quotes");

        var text = new System.Text.StringBuilder();
        for (_position++; Current != quote; _position++)
        {
            if (_position >= _code.Length || Current == '\n')
                throw new PythonUnsupportedException("a string without an end");
            text.Append(Current == '\\' ? Unescape(At(++_position)) : Current);
        }

        _position++;
        Add(PythonTokenKind.Text, text.ToString(), start);
    }

    private static char Unescape(char letter) => letter switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '\\' or '\'' or '"' => letter,
        _ => throw new PythonUnsupportedException($"the escape \\{letter}"),
    };

    private void SkipComment()
    {
        while (_position < _code.Length && Current != '\n')
            _position++;
    }

    private char At(int position) => position < _code.Length ? _code[position] : '\0';

    private void Add(PythonTokenKind kind, string text, int start) => _tokens.Add(new PythonToken(kind, text, start, _position));
}
