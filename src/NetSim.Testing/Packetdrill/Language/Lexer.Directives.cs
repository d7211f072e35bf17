namespace NetSim.Testing.Packetdrill.Language;

/// <summary>Option lines, and the lines that start with a number sign: conditions, definitions, comments.</summary>
internal sealed partial class Lexer
{
    private readonly Stack<Condition> _conditions = [];

    private static void Define(Dictionary<string, string> defines, string definition)
    {
        var equals = definition.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            defines[definition] = "";
        else
            defines[definition[..equals]] = definition[(equals + 1)..];
    }

    private void ReadOption()
    {
        var (line, column) = (_line, Column);
        _position += 2;
        var length = CountWhile(_position, character => IsWordCharacter(character) || character == '-');
        var name = _text.Substring(_position, length).Replace('-', '_');
        _position += length;

        var blanks = CountWhile(_position, IsBlank);
        string? value = null;
        if (Peek(blanks) == '=')
        {
            _position += blanks + 1;
            _position += CountWhile(_position, IsBlank);
            value = ReadOptionValue();
        }
        else if (ScriptOptions.TakesValue(name) && Peek(blanks) is not ('\0' or '\r' or '\n' or '/' or '#' or '-'))
        {
            _position += blanks;
            value = ReadOptionValue();
        }

        if (name == "define" && value is not null)
            Define(_defines, value);
        Add(TokenKind.Option, name, line, column, value);
    }

    /// <summary>A value lasts until white space outside of quotes; quotes around all of it go.</summary>
    private string ReadOptionValue()
    {
        var start = _position;
        while (!AtEnd && !char.IsWhiteSpace(Current))
        {
            if (Current is '"' or '`')
                ReadQuoted(Current, "value");
            else
                _position++;
        }

        var value = _text[start.._position];
        return value.Length >= 2 && value[0] == '"' && value.IndexOf('"', 1) == value.Length - 1 ? value[1..^1] : value;
    }

    /// <summary>Reads a line from its number sign. Only a directive directly behind the sign is one: <c># else</c> is a comment.</summary>
    private void ReadDirective()
    {
        var (line, column) = (_line, Column);
        if (!_startsLine)
        {
            SkipLine();
            return;
        }

        var (name, argument) = ReadDirectiveLine();
        switch (name)
        {
            case "ifdef" or "ifndef" or "if":
                Open(new Condition(line, column, Evaluate(name, argument, line, column)));
                break;
            case "else" or "elif":
                Alternative(name, line, column);
                break;
            case "endif":
                if (!_conditions.TryPop(out _))
                    throw Error(line, column, "There is no #ifdef that this #endif would close.");
                break;
            case "define":
                var words = argument.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (words.Length == 0)
                    throw Error(line, column, "Expected a name after #define.");
                _defines[words[0]] = words.Length == 2 ? words[1] : "";
                break;
            case "undef":
                _defines.Remove(argument);
                break;
        }
    }

    private void Open(Condition condition)
    {
        _conditions.Push(condition);
        if (!condition.Holds)
            SkipBranch();
    }

    /// <summary>The branch before has been read, so that this one is not.</summary>
    private void Alternative(string name, int line, int column)
    {
        if (_conditions.Count == 0)
            throw Error(line, column, $"There is no #ifdef that this #{name} would belong to.");
        SkipBranch();
    }

    /// <summary>Skips lines up to an alternative that holds, or past the <c>#endif</c>.</summary>
    private void SkipBranch()
    {
        var nested = 0;
        var taken = _conditions.Pop();
        while (!AtEnd)
        {
            _position += CountWhile(_position, IsBlank);
            var (line, column) = (_line, Column);
            if (Current != '#')
            {
                SkipWholeLine();
                continue;
            }

            var (name, argument) = ReadDirectiveLine();
            if (name is "ifdef" or "ifndef" or "if")
            {
                nested++;
            }
            else if (nested > 0)
            {
                nested -= name == "endif" ? 1 : 0;
            }
            else if (name == "endif")
            {
                return;
            }
            else if (!taken.Holds && (name == "else" || (name == "elif" && Evaluate("if", argument, line, column))))
            {
                _conditions.Push(taken with { Holds = true });
                return;
            }
        }

        throw Error(taken.Line, taken.Column, "There is no #endif for the condition that starts here.");
    }

    private void SkipWholeLine()
    {
        SkipLine();
        if (!AtEnd)
            Advance();
    }

    private bool Evaluate(string directive, string argument, int line, int column)
    {
        var name = argument.Replace(" ", "", StringComparison.Ordinal);
        if (directive == "if")
        {
            var negated = name.StartsWith('!');
            name = negated ? name[1..] : name;
            if (name is "0" or "1")
                return (name == "1") != negated;
            if (!name.StartsWith("defined", StringComparison.Ordinal))
                throw Error(line, column, "Expected 0, 1, defined(NAME) or !defined(NAME) after #if.");
            directive = negated ? "ifndef" : "ifdef";
            name = name["defined".Length..].Trim('(', ')');
        }

        if (name.Length == 0 || !name.All(IsWordCharacter))
            throw Error(line, column, $"Expected a name after #{directive}.");
        return _defines.ContainsKey(name) == (directive == "ifdef");
    }

    private (string Name, string Argument) ReadDirectiveLine()
    {
        var start = ++_position;
        var length = CountWhile(start, char.IsAsciiLetter);
        SkipLine();
        var rest = _text[(start + length).._position];
        foreach (var comment in (string[])[" //", " /*"])
        {
            var index = rest.IndexOf(comment, StringComparison.Ordinal);
            rest = index < 0 ? rest : rest[..index];
        }

        return (_text.Substring(start, length), rest.Trim());
    }

    private void CheckAllConditionsClosed()
    {
        if (_conditions.TryPeek(out var open))
            throw Error(open.Line, open.Column, "There is no #endif for the condition that starts here.");
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';

    /// <summary>A condition that is open.</summary>
    /// <param name="Line">The line of its directive.</param>
    /// <param name="Column">The column of its directive.</param>
    /// <param name="Holds">Whether this branch or one before is taken.</param>
    private readonly record struct Condition(int Line, int Column, bool Holds);
}
