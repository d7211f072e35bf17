namespace NetSim.Packets.Ipv4;

/// <summary>One option of an IPv4 header (RFC 791 §3.1).</summary>
/// <param name="Kind">The option-type octet: copied flag, class and number.</param>
/// <param name="Data">What follows the type and, where the option has one, the length.</param>
/// <param name="Offset">Where it starts in the options, in octets.</param>
public readonly record struct Ipv4Option(byte Kind, Payload Data, int Offset)
{
    /// <summary>The kind that ends the list.</summary>
    public const byte EndOfOptionList = 0;

    /// <summary>The kind that fills up to a boundary.</summary>
    public const byte NoOperation = 1;

    /// <summary>The kind to which every router adds its address.</summary>
    public const byte RecordRoute = 7;

    /// <summary>The kind to which every router adds the time.</summary>
    public const byte Timestamp = 68;

    /// <summary>The kind that names routers to pass, and leaves the ways between them open.</summary>
    public const byte LooseSourceRoute = 131;

    /// <summary>The kind that names every router to pass.</summary>
    public const byte StrictSourceRoute = 137;

    /// <summary>The kind that asks every router to look into the packet (RFC 2113).</summary>
    public const byte RouterAlert = 148;

    /// <summary>Whether every fragment has it, not only the first.</summary>
    public bool IsCopied => (Kind & 0x80) != 0;

    /// <summary>0: control, 2: debugging and measurement; 1 and 3 are reserved.</summary>
    public int Class => (Kind >> 5) & 3;

    /// <summary>The number within the class.</summary>
    public int Number => Kind & 0x1F;

    /// <summary>The number of octets of the whole option.</summary>
    public int WireLength => HasLength(Kind) ? HeaderLength + Data.WireLength : 1;

    /// <summary>Its name in the registry of IANA, or its kind where it has none here.</summary>
    public string Name => Kind switch
    {
        EndOfOptionList => "End of Options List",
        NoOperation => "No Operation",
        RecordRoute => "Record Route",
        Timestamp => "Time Stamp",
        LooseSourceRoute => "Loose Source Route",
        StrictSourceRoute => "Strict Source Route",
        RouterAlert => "Router Alert",
        _ => $"{Kind}",
    };

    /// <summary>Such as <c>Router Alert, 4 octets</c>.</summary>
    public override string ToString() => HasLength(Kind) ? $"{Name}, {WireLength} octets" : Name;

    internal const int HeaderLength = 2;

    internal static bool HasLength(byte kind) => kind is not (EndOfOptionList or NoOperation);
}
