using System.Globalization;
using NetSim.Kernel;

namespace NetSim.Testing.Packetdrill.Language;

/// <summary>
/// Reads scripts in the language of packetdrill, in the dialects of google/packetdrill and of its fork nplab/packetdrill.
/// Where the dialects differ, what one of them allows is read.
/// </summary>
internal sealed partial class PacketdrillParser
{
    // A second has a place in a script, a century has not; the product stays far from the limits of a Duration.
    private const decimal MostSeconds = 1_000_000_000;
    private const int DeepestNesting = 64;

    private readonly string _file;
    private readonly List<Token> _tokens;
    private int _index;
    private int _depth;

    private PacketdrillParser(string text, ParserOptions options)
    {
        _file = options.File;
        _tokens = Lexer.Tokenize(text, options);
    }

    private Token Current => _tokens[_index];

    /// <summary>Reads a script. What is recognised and not supported becomes an <see cref="UnsupportedEvent"/>.</summary>
    /// <exception cref="PacketdrillSyntaxException">The text is not a script.</exception>
    public static PacketdrillScript Parse(string text, ParserOptions? options = null)
    {
        options ??= new ParserOptions();
        return new PacketdrillParser(text, options).ReadScript(options.Options);
    }

    private PacketdrillScript ReadScript(IEnumerable<ScriptOption> outside)
    {
        var options = outside.ToList();
        var events = new List<ScriptEvent>();
        CommandEvent? init = null;
        CommandEvent? cleanup = null;
        while (Current.Kind != TokenKind.End)
        {
            if (Current.Kind == TokenKind.Option)
            {
                var option = Take();
                options.Add(new ScriptOption(option.Text, option.Value, option.Line));
            }
            else if (Current.Kind == TokenKind.Command && events.Count == 0 && init is null)
            {
                init = ReadCommand(EventTime.After(Duration.Zero));
            }
            else if (Current.Kind == TokenKind.Command && Peek(1).Kind == TokenKind.End)
            {
                cleanup = ReadCommand(EventTime.After(Duration.Zero));
            }
            else
            {
                events.Add(ReadEvent());
            }
        }

        return new PacketdrillScript(_file, [.. options], init, [.. events], cleanup);
    }

    private ScriptEvent ReadEvent()
    {
        var start = Current;
        var time = ReadEventTime();
        try
        {
            var read = ReadAction(start.Line, time);
            var mustBeOutbound = time.IsRange || time.Kind == EventTimeKind.Any;
            if (mustBeOutbound && read is not PacketEvent { Direction: PacketDirection.Outbound })
                throw Error(start, "Only packets from the stack may have a time range or *.");
            return read;
        }
        catch (UnsupportedSyntaxException unsupported)
        {
            SkipToNextEvent();
            return new UnsupportedEvent(start.Line, time, unsupported.Message);
        }
    }

    private EventTime ReadEventTime()
    {
        if (TryTake('*'))
            return EventTime.Any;

        var isRelative = TryTake('+');
        if (!isRelative && !IsTime(Current))
            return EventTime.After(Duration.Zero);

        var start = ReadTime();
        var rangeSign = Current;
        if (!TryTake('~'))
            return isRelative ? EventTime.After(start) : EventTime.At(start);

        if (TryTake('+') && !isRelative)
            throw Error(rangeSign, "A range starts and ends with a +, or neither.");
        var end = ReadTime();
        if (end < start)
            throw Error(rangeSign, "The range of time ends before it starts.");
        return new EventTime(isRelative ? EventTimeKind.RelativeRange : EventTimeKind.AbsoluteRange, start, end);
    }

    private ScriptEvent ReadAction(int line, EventTime time)
    {
        switch (Current.Kind)
        {
            case TokenKind.Command:
                return ReadCommand(time) with { Line = line };
            case TokenKind.Code:
                return new CodeEvent(line, time, Take().Text.Trim(' ', '\t'));
            case TokenKind.Word or TokenKind.Ellipsis:
                return ReadSystemCall(line, time);
            default:
                if (Current.Is('<') || Current.Is('>'))
                    return ReadPacket(line, time);
                throw Expected("a packet (< or >), a system call, a `command` or %{ code }%");
        }
    }

    private CommandEvent ReadCommand(EventTime time)
    {
        var token = Take();
        return new CommandEvent(token.Line, time, token.Text);
    }

    private SystemCallEvent ReadSystemCall(int line, EventTime time)
    {
        Duration? end = null;
        if (Current.Kind == TokenKind.Ellipsis)
        {
            var ellipsis = Take();
            TryTake('+');
            end = ReadTime();
            if (end < time.Start)
                throw Error(ellipsis, "The call returns before it starts.");
        }

        var name = TakeKind(TokenKind.Word, "the name of a system call").Text;
        Expect('(');
        var arguments = ReadExpressions(')');
        Expect('=');
        var result = ReadExpression();

        string? errno = null;
        if (Current.Kind == TokenKind.Word && LooksLikeErrno(Current))
            errno = Take().Text;
        var note = Current.Is('(') || (Current.Is('[') && !Current.StartsLine) ? ReadNote() : null;
        return new SystemCallEvent(line, time, end, name, arguments, result, errno, note);
    }

    // A word here is an errno, or the name of the next event's call if that event has no time.
    private static bool LooksLikeErrno(Token word) =>
        !word.StartsLine || (word.Text.Length > 2 && word.Text[0] == 'E' && !word.Text.Any(char.IsAsciiLetterLower));

    private string ReadNote()
    {
        var open = Take();
        var words = new List<string>();
        var depth = 1;
        while (true)
        {
            if (Current.Kind == TokenKind.End)
                throw Error(open, "The note that starts here has no end.");
            var token = Take();
            depth += token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;
            if (depth == 0)
                return string.Join(' ', words);
            words.Add(token.Text);
        }
    }

    private static bool IsTime(Token token) => token.Kind is TokenKind.Integer or TokenKind.Float;

    private Duration ReadTime()
    {
        if (!IsTime(Current))
            throw Expected("a time in seconds");
        var token = Take();
        if (!decimal.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds > MostSeconds)
            throw Error(token, $"The time {token.Describe()} is too long.");
        if (seconds < 0)
            throw Error(token, $"The time {token.Describe()} is negative.");
        return new Duration((long)(seconds * 1_000_000_000));
    }

    /// <summary>After something that is not understood in detail, goes to where a line starts with a time and an action.</summary>
    private void SkipToNextEvent()
    {
        while (Current.Kind != TokenKind.End && !(Current.StartsLine && StartsEvent(_index)))
            _index++;
    }

    private bool StartsEvent(int index)
    {
        var start = _tokens[index];
        if (start.Kind is TokenKind.Code or TokenKind.Command or TokenKind.Option)
            return true;

        if (start.Is('+'))
            index++;
        else if (!start.Is('*') && !IsTime(start))
            return false;

        while (IsPartOfTime(_tokens[index]))
            index++;
        var action = _tokens[index];
        return action.Kind switch
        {
            TokenKind.Code or TokenKind.Command or TokenKind.Ellipsis => true,
            TokenKind.Word => _tokens[index + 1].Is('('),
            _ => action.Is('<') || action.Is('>'),
        };
    }

    private static bool IsPartOfTime(Token token) => IsTime(token) || token.Is('~') || token.Is('+') || token.Is('*');

    private Token Peek(int distance) => _tokens[Math.Min(_index + distance, _tokens.Count - 1)];

    private Token Take() => Current.Kind == TokenKind.End ? Current : _tokens[_index++];

    private bool TryTake(char punctuation)
    {
        var matches = Current.Is(punctuation);
        if (matches)
            _index++;
        return matches;
    }

    private bool TryTakeWord(string word)
    {
        var matches = Current.IsWord(word);
        if (matches)
            _index++;
        return matches;
    }

    private void Expect(char punctuation)
    {
        if (!TryTake(punctuation))
            throw Expected($"'{punctuation}'");
    }

    private void ExpectWord(string word)
    {
        if (!TryTakeWord(word))
            throw Expected($"'{word}'");
    }

    private Token TakeKind(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Expected(what);

    private long TakeNumber(string what, long most)
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Integer or TokenKind.HexInteger))
            throw Expected(what);
        if (!TryReadInteger(token, out var number) || number < 0 || number > most)
            throw Error(token, $"Expected {what} from 0 to {most}, found {token.Describe()}.");
        Take();
        return number;
    }

    private static bool TryReadInteger(Token token, out long number)
    {
        if (token.Kind == TokenKind.Integer)
            return long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return long.TryParse(token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private PacketdrillSyntaxException Expected(string what) => Error(Current, $"Expected {what}, found {Current.Describe()}.");

    private PacketdrillSyntaxException Error(Token token, string problem) => new(_file, token.Line, token.Column, problem);

    /// <summary>Leaves an event that the language has and this parser does not follow; the message says what it is.</summary>
    private sealed class UnsupportedSyntaxException(string what) : Exception(what);
}
