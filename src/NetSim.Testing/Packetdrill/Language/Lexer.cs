namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Cuts a script into tokens. White space, line ends and comments separate tokens and mean nothing else.</summary>
internal sealed partial class Lexer
{
    // Replacing words by values multiplies tokens; no real script comes near.
    private const int MostTokens = 1_000_000;
    private const int MostReplacements = 8;

    private readonly string _file;
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly Dictionary<string, string> _defines;
    private readonly int _depth;
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private bool _startsLine = true;

    private Lexer(string file, string text, Dictionary<string, string> defines, List<Token> tokens, int depth)
    {
        _file = file;
        _text = text;
        _defines = defines;
        _tokens = tokens;
        _depth = depth;
    }

    private char Current => Peek(0);

    private int Column => _position - _lineStart + 1;

    /// <summary>The tokens of a script, with one of kind <see cref="TokenKind.End"/> behind them.</summary>
    /// <exception cref="PacketdrillSyntaxException">Something has no end, or a directive is not understood.</exception>
    public static List<Token> Tokenize(string text, ParserOptions options)
    {
        var defines = new Dictionary<string, string>(options.Defines, StringComparer.Ordinal);
        foreach (var option in options.Options)
        {
            if (option is { Name: "define", Value: { } value })
                Define(defines, value);
        }

        var lexer = new Lexer(options.File, text, defines, [], 0);
        lexer.Run();
        lexer.CheckAllConditionsClosed();
        lexer.Add(TokenKind.End, "", lexer._line, lexer.Column);
        return lexer._tokens;
    }

    private void Run()
    {
        if (Current == '\uFEFF')
            _position++;

        while (SkipBlanks())
        {
            ReadToken();
            _startsLine = false;
        }
    }

    private void ReadToken()
    {
        var (line, column) = (_line, Column);
        switch (Current)
        {
            case '"':
                Add(TokenKind.String, ReadQuoted('"', "string"), line, column);
                break;
            case '`':
                Add(TokenKind.Command, ReadQuoted('`', "command"), line, column);
                break;
            case '%' when Peek(1) == '{':
                Add(TokenKind.Code, ReadCode(), line, column);
                break;
            case '-' when Peek(1) == '-' && char.IsAsciiLetter(Peek(2)):
                ReadOption();
                break;
            case '.' when Peek(1) == '.' && Peek(2) == '.':
                _position += 3;
                Add(TokenKind.Ellipsis, "...", line, column);
                break;
            default:
                ReadNumberOrWord(line, column);
                break;
        }
    }

    private void ReadNumberOrWord(int line, int column)
    {
        var start = _position;
        if (TryReadNumber(out var kind))
        {
            Add(kind, _text[start.._position], line, column);
        }
        else if (IsWordCharacter(Current))
        {
            while (IsWordCharacter(Current))
                _position++;
            AddWord(_text[start.._position], line, column);
        }
        else
        {
            _position++;
            Add(TokenKind.Punctuation, _text[start.._position], line, column);
        }
    }

    /// <summary>Reads a number if no longer word starts here: <c>12ab</c> is a word, <c>12</c> and <c>0x12</c> are numbers.</summary>
    private bool TryReadNumber(out TokenKind kind)
    {
        var sign = Current == '-' ? 1 : 0;
        var digits = CountWhile(_position + sign, char.IsAsciiDigit);
        var word = CountWhile(_position, IsWordCharacter);
        var afterDigits = _position + sign + digits;
        var fraction = At(afterDigits) == '.' ? CountWhile(afterDigits + 1, char.IsAsciiDigit) : 0;

        if (fraction > 0 && (sign > 0 || word == digits))
        {
            _position = afterDigits + 1 + fraction;
            kind = sign == 0 && digits > 0 && TryReadRestOfAddress() ? TokenKind.Address : TokenKind.Float;
            return true;
        }

        if (digits > 0 && (sign > 0 || word == digits))
        {
            _position = afterDigits;
            kind = TokenKind.Integer;
            return true;
        }

        kind = TokenKind.HexInteger;
        var isHex = word > 2 && Current == '0' && Peek(1) == 'x' && CountWhile(_position + 2, char.IsAsciiHexDigit) == word - 2;
        if (isHex)
            _position += word;
        return isHex;
    }

    private bool TryReadRestOfAddress()
    {
        var end = _position;
        for (var number = 0; number < 2; number++)
        {
            var digits = At(end) == '.' ? CountWhile(end + 1, char.IsAsciiDigit) : 0;
            if (digits == 0)
                return false;
            end += 1 + digits;
        }

        _position = end;
        return true;
    }

    private string ReadQuoted(char quote, string what)
    {
        var (line, column, start) = (_line, Column, _position + 1);
        _position++;
        while (Current != quote)
        {
            if (AtEnd)
                throw Error(line, column, $"The {what} that starts here has no closing {quote}.");
            if (Current == '\\' && _position + 1 < _text.Length)
                Advance();
            Advance();
        }

        return _text[start.._position++];
    }

    private string ReadCode()
    {
        var start = _position + 2;
        var end = _text.IndexOf("}%", start, StringComparison.Ordinal);
        if (end < 0)
            throw Error(_line, Column, "The code that starts here has no closing }%.");

        while (_position < end + 2)
            Advance();
        return _text[start..end];
    }

    /// <summary>Skips white space, comments and directives; returns whether a token follows.</summary>
    private bool SkipBlanks()
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Current) || Current == '\0')
                Advance();
            else if (Current == '/' && Peek(1) == '/')
                SkipLine();
            else if (Current == '/' && Peek(1) == '*')
                SkipComment();
            else if (Current == '#')
                ReadDirective();
            else
                return true;
        }

        return false;
    }

    private void SkipComment()
    {
        var end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
            throw Error(_line, Column, "The comment that starts here has no closing */.");
        while (_position < end + 2)
            Advance();
    }

    private void SkipLine()
    {
        while (!AtEnd && Current != '\n')
            _position++;
    }

    private void Advance()
    {
        if (_text[_position++] != '\n')
            return;
        _line++;
        _lineStart = _position;
        _startsLine = true;
    }

    private bool AtEnd => _position >= _text.Length;

    private char Peek(int distance) => At(_position + distance);

    private char At(int position) => position < _text.Length ? _text[position] : '\0';

    private int CountWhile(int start, Func<char, bool> matches)
    {
        var end = start;
        while (end < _text.Length && matches(_text[end]))
            end++;
        return end - start;
    }

    private static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>Adds a word, or what it stands for.</summary>
    private void AddWord(string word, int line, int column)
    {
        if (_depth == MostReplacements || !_defines.TryGetValue(word, out var value) || value.Length == 0 || value == word)
        {
            Add(TokenKind.Word, word, line, column);
            return;
        }

        var first = _tokens.Count;
        new Lexer(_file, value, _defines, _tokens, _depth + 1).Run();
        for (var index = first; index < _tokens.Count; index++)
            _tokens[index] = _tokens[index] with { Line = line, Column = column, StartsLine = _startsLine && index == first };
    }

    private void Add(TokenKind kind, string text, int line, int column, string? value = null)
    {
        if (_tokens.Count == MostTokens)
            throw Error(line, column, $"The script has more than {MostTokens} words and signs.");
        _tokens.Add(new Token(kind, text, line, column, _startsLine, value));
    }

    private PacketdrillSyntaxException Error(int line, int column, string problem) => new(_file, line, column, problem);
}
