namespace NetSim.Testing.Packetdrill.Language.Python;

/// <summary>Something that code does.</summary>
internal delegate void PythonAction(PythonScope scope);

/// <summary>Something that code computes: a BigInteger, double, bool, string, <see cref="PythonSequence"/> or null for None.</summary>
internal delegate object? PythonFormula(PythonScope scope);

/// <summary>Turns code into something that runs: statements (Python reference, chapters 7 and 8).</summary>
internal sealed partial class PythonParser
{
    private const int DeepestNesting = 32;

    private static readonly string[] OtherStatements =
    [
        "for", "while", "def", "class", "import", "from", "try", "with", "return", "raise", "del", "global", "nonlocal", "lambda", "yield",
        "exec", "break", "continue", "async", "await", "match",
    ];

    private readonly string _code;
    private readonly List<PythonToken> _tokens;
    private int _index;
    private int _depth;

    private PythonParser(string code)
    {
        _code = PythonLexer.Dedent(code);
        _tokens = PythonLexer.Tokenize(code);
    }

    private PythonToken Current => _tokens[_index];

    /// <summary>Reads all of the code; nothing runs yet.</summary>
    /// <exception cref="PythonUnsupportedException">The code has something that is not in the subset.</exception>
    public static PythonAction Parse(string code)
    {
        var parser = new PythonParser(code);
        return parser.ReadStatements(PythonTokenKind.End);
    }

    private PythonAction ReadStatements(PythonTokenKind end)
    {
        var statements = new List<PythonAction>();
        while (Current.Kind != end)
        {
            if (Current.Kind == PythonTokenKind.End)
                throw Unexpected();
            statements.Add(IsKeyword("if") ? ReadIf() : ReadLine());
        }

        return scope => statements.ForEach(statement => statement(scope));
    }

    private PythonAction ReadLine()
    {
        var statements = new List<PythonAction> { ReadSimpleStatement() };
        while (TryTake(";"))
        {
            if (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End))
                statements.Add(ReadSimpleStatement());
        }

        if (Current.Kind == PythonTokenKind.NewLine)
            _index++;
        else if (Current.Kind != PythonTokenKind.End)
            throw Unexpected();
        return scope => statements.ForEach(statement => statement(scope));
    }

    /// <summary>Reads an <c>if</c> or <c>elif</c> with what belongs to it.</summary>
    private PythonAction ReadIf()
    {
        Enter();
        _index++;
        var condition = ReadExpression();
        var then = ReadSuite();
        PythonAction otherwise = IsKeyword("elif") ? ReadIf() : TryTakeKeyword("else") ? ReadSuite() : _ => { };
        _depth--;
        return scope => (PythonOperators.IsTrue(condition(scope)) ? then : otherwise)(scope);
    }

    private PythonAction ReadSuite()
    {
        Expect(":");
        if (Current.Kind != PythonTokenKind.NewLine)
            return ReadLine();

        _index++;
        if (Current.Kind != PythonTokenKind.Indent)
            throw Unexpected();
        _index++;
        var statements = ReadStatements(PythonTokenKind.Dedent);
        _index++;
        return statements;
    }

    private PythonAction ReadSimpleStatement()
    {
        if (Current.Kind == PythonTokenKind.Name && OtherStatements.Contains(Current.Text))
            throw new PythonUnsupportedException($"the statement '{Current.Text}'");
        if (TryTakeKeyword("pass"))
            return _ => { };
        if (TryTakeKeyword("assert"))
            return ReadAssert();
        if (TryTakeKeyword("print"))
            return ReadPrint();
        if (Current.Kind == PythonTokenKind.Name && IsAssignment(Peek(1)))
            return ReadAssignment();

        var value = ReadTuple();
        return scope => value(scope);
    }

    private static bool IsAssignment(PythonToken token) =>
        token is { Kind: PythonTokenKind.Operator, Text: [.., '='] and not ("==" or "<=" or ">=" or "!=") };

    private PythonAction ReadAssignment()
    {
        var name = TakeName();
        var symbol = _tokens[_index++].Text[..^1];
        var value = ReadTuple();
        if (Current is { Kind: PythonTokenKind.Operator, Text: "=" })
            throw new PythonUnsupportedException("an assignment to several names");
        return scope =>
        {
            var right = value(scope);
            scope.Variables[name] = symbol.Length == 0 ? right : PythonOperators.Apply(symbol, scope.Resolve(name), right);
        };
    }

    private PythonAction ReadAssert()
    {
        var start = _index;
        var condition = ReadExpression();
        var text = _code[_tokens[start].Start.._tokens[_index - 1].End];
        var names = Enumerable.Range(start, _index - start)
            .Where(index => _tokens[index].Kind == PythonTokenKind.Name && _tokens[index + 1].Text != "(")
            .Select(index => _tokens[index].Text).Where(name => !IsReserved(name)).Distinct().ToArray();
        var message = TryTake(",") ? ReadExpression() : null;
        return scope =>
        {
            if (PythonOperators.IsTrue(condition(scope)))
                return;
            var values = string.Join(", ", names.Select(name => Describe(name, scope)).OfType<string>());
            var reason = message is null ? "" : ": " + PythonOperators.Display(message(scope));
            throw new PythonAssertionException($"assert {text}{(values.Length == 0 ? "" : $", where {values}")}{reason}");
        };
    }

    private static string? Describe(string name, PythonScope scope) =>
        scope.TryResolve(name, out var value) ? $"{name} is {PythonOperators.Represent(value)}" : null;

    // Both print("x", y) and the statement of Python 2, which the older scripts use.
    private PythonAction ReadPrint()
    {
        var isCall = Current.Text == "(" && Current.Kind == PythonTokenKind.Operator;
        var values = new List<PythonFormula>();
        if (isCall)
        {
            _index++;
            values = ReadList(")");
        }
        else if (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End) && Current.Text != ";")
        {
            do
                values.Add(ReadExpression());
            while (TryTake(","));
        }

        if (isCall && TryTake("%"))
            return ReadRestOfFormat(values);
        return scope => scope.Output.Append(string.Join(' ', values.Select(value => PythonOperators.Display(value(scope))))).Append('\n');
    }

    // print ("%d") % 5 of Python 2.
    private PythonAction ReadRestOfFormat(List<PythonFormula> values)
    {
        if (values.Count != 1)
            throw Unexpected();
        var arguments = ReadExpression();
        return scope =>
        {
            var text = PythonOperators.Apply("%", values[0](scope), arguments(scope));
            scope.Output.Append(PythonOperators.Display(text)).Append('\n');
        };
    }

    private void Enter()
    {
        if (++_depth > DeepestNesting)
            throw new PythonUnsupportedException("code that is nested so deep");
    }

    private PythonToken Peek(int distance) => _tokens[Math.Min(_index + distance, _tokens.Count - 1)];

    private bool IsKeyword(string keyword) => Current.Kind == PythonTokenKind.Name && Current.Text == keyword;

    private bool TryTakeKeyword(string keyword)
    {
        var matches = IsKeyword(keyword);
        if (matches)
            _index++;
        return matches;
    }

    private bool TryTake(string symbol)
    {
        var matches = Current.Kind == PythonTokenKind.Operator && Current.Text == symbol;
        if (matches)
            _index++;
        return matches;
    }

    private void Expect(string symbol)
    {
        if (!TryTake(symbol))
            throw Unexpected();
    }

    private string TakeName()
    {
        if (Current.Kind != PythonTokenKind.Name || IsReserved(Current.Text))
            throw Unexpected();
        return _tokens[_index++].Text;
    }

    private static bool IsReserved(string name) =>
        name is "and" or "or" or "not" or "in" or "is" or "if" or "else" or "elif" or "assert" or "pass" or "True" or "False" or "None"
        || OtherStatements.Contains(name);

    private PythonUnsupportedException Unexpected() => new(Current.Kind switch
    {
        PythonTokenKind.End or PythonTokenKind.NewLine => "code that ends in the middle",
        PythonTokenKind.Indent or PythonTokenKind.Dedent => "lines that are indented so",
        _ => $"'{Current.Text}' in this place",
    });
}
