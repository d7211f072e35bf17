using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Tests.Packetdrill.Language;

/// <summary>Reads what the tests of the language are about.</summary>
internal static class Scripts
{
    public static PacketdrillScript Read(string text, params string[] defined) =>
        PacketdrillParser.Parse(text, new ParserOptions { File = "test.pkt", Defines = defined.ToDictionary(name => name, _ => "") });

    /// <summary>The only event of a script.</summary>
    public static T Event<T>(string text)
        where T : ScriptEvent => Read(text).Events.Should().ContainSingle().Which.Should().BeAssignableTo<T>().Subject;

    /// <summary>The header of the only segment of a script.</summary>
    public static TcpHeaderSyntax Segment(string text) => Event<TcpPacketEvent>(text).Header;

    /// <summary>The only argument of the only system call of a script, given as what stands between the parentheses.</summary>
    public static Expression Argument(string text) =>
        Event<SystemCallEvent>($"0 call({text}) = 0").Arguments.Should().ContainSingle().Subject;

    public static PacketdrillSyntaxException Error(string text, params string[] defined)
    {
        var reading = () => Read(text, defined);
        return reading.Should().Throw<PacketdrillSyntaxException>().Which;
    }
}
