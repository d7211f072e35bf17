using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace NetSim.Tracing;

/// <summary>Why a layer did what it did: the template of a sentence, whose values stand with each use.</summary>
/// <remarks>
/// A template names its values {0}, {1} and so on. {0:port|ports} is the count in words: "1 port" or "3 ports". Nothing is put into
/// words before somebody reads it. The table of all reasons is the static members, in a file for each subject.
/// </remarks>
public partial class Reason
{
    private protected Reason(string template, string name)
    {
        Template = template;
        Name = name;
    }

    /// <summary>The reason's name, by which a translation or a test finds it, such as <c>SwitchFloods</c>.</summary>
    public string Name { get; }

    /// <summary>The sentence in English, with its values as {0}, {1} and so on.</summary>
    public string Template { get; }

    /// <summary>The sentence with its values.</summary>
    public string Format(IReadOnlyList<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var text = new StringBuilder(Template.Length + 32);
        var position = 0;
        while (position < Template.Length)
        {
            var open = Template.IndexOf('{', position);
            if (open < 0)
                break;
            var close = Template.IndexOf('}', open);
            text.Append(Template, position, open - position);
            AppendArgument(text, Template.AsSpan(open + 1, close - open - 1), arguments);
            position = close + 1;
        }

        return text.Append(Template, position, Template.Length - position).ToString();
    }

    /// <summary>The reason's name.</summary>
    public override string ToString() => Name;

    private static void AppendArgument(StringBuilder text, ReadOnlySpan<char> placeholder, IReadOnlyList<object?> arguments)
    {
        var colon = placeholder.IndexOf(':');
        var index = int.Parse(colon < 0 ? placeholder : placeholder[..colon], NumberStyles.None, CultureInfo.InvariantCulture);
        var argument = index < arguments.Count ? arguments[index] : null;
        text.Append(CultureInfo.InvariantCulture, $"{argument}");
        if (colon < 0)
            return;

        var forms = placeholder[(colon + 1)..];
        var bar = forms.IndexOf('|');
        var isOne = argument is IConvertible count && count.ToInt64(CultureInfo.InvariantCulture) == 1;
        text.Append(' ').Append(isOne ? forms[..bar] : forms[(bar + 1)..]);
    }

    private static Reason New(string template, [CallerMemberName] string name = "") => new(template, name);
}
