namespace NetSim.Testing.Packetdrill.Language;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the script.</summary>
    End,

    /// <summary>Letters, digits and underscores that are not a number.</summary>
    Word,

    /// <summary>Decimal digits, perhaps after a minus.</summary>
    Integer,

    /// <summary>Hexadecimal digits after <c>0x</c>.</summary>
    HexInteger,

    /// <summary>Decimal digits with a point among or before them, perhaps after a minus.</summary>
    Float,

    /// <summary>Four numbers with points between them.</summary>
    Address,

    /// <summary>Text in double quotes, without them.</summary>
    String,

    /// <summary>Text in backticks, without them.</summary>
    Command,

    /// <summary>Text in <c>%{ }%</c>, without them.</summary>
    Code,

    /// <summary>An option line's name and value.</summary>
    Option,

    /// <summary><c>...</c>.</summary>
    Ellipsis,

    /// <summary>Any other character.</summary>
    Punctuation,
}

/// <summary>A piece of a script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without delimiters; an option's name.</param>
/// <param name="Line">The line where it starts, counted from 1.</param>
/// <param name="Column">The column where it starts, counted from 1.</param>
/// <param name="StartsLine">Whether nothing but white space and comments precedes it in its line.</param>
/// <param name="Value">An option's value.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column, bool StartsLine, string? Value = null)
{
    public bool Is(char character) => Kind == TokenKind.Punctuation && Text[0] == character;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    /// <summary>The token as an error names it.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.End => "the end of the script",
        TokenKind.String => $"the string \"{Shortened}\"",
        TokenKind.Command => $"the command `{Shortened}`",
        TokenKind.Code => "code in %{ }%",
        TokenKind.Option => $"the option --{Text}",
        _ => $"'{Shortened}'",
    };

    private string Shortened => Text.Length <= 40 ? Text : Text[..40] + "…";
}
