using System.Globalization;

namespace NetSim.Links;

/// <summary>How fast bits follow each other on a link.</summary>
/// <param name="BitsPerSecond">Positive.</param>
public readonly record struct DataRate(long BitsPerSecond) : IComparable<DataRate>
{
    /// <summary>10 Mb/s: Ethernet (10BASE-T).</summary>
    public static DataRate Ethernet { get; } = FromMegabitsPerSecond(10);

    /// <summary>100 Mb/s: Fast Ethernet (100BASE-TX).</summary>
    public static DataRate FastEthernet { get; } = FromMegabitsPerSecond(100);

    /// <summary>1 Gb/s: Gigabit Ethernet (1000BASE-T).</summary>
    public static DataRate GigabitEthernet { get; } = FromGigabitsPerSecond(1);

    /// <summary>So many kilobits (1,000 bits) a second.</summary>
    public static DataRate FromKilobitsPerSecond(long kilobits) => new(checked(kilobits * 1_000));

    /// <summary>So many megabits (10⁶ bits) a second.</summary>
    public static DataRate FromMegabitsPerSecond(long megabits) => new(checked(megabits * 1_000_000));

    /// <summary>So many gigabits (10⁹ bits) a second.</summary>
    public static DataRate FromGigabitsPerSecond(long gigabits) => new(checked(gigabits * 1_000_000_000));

    /// <summary>Whether one rate is less than another.</summary>
    public static bool operator <(DataRate left, DataRate right) => left.BitsPerSecond < right.BitsPerSecond;

    /// <summary>Whether one rate is greater than another.</summary>
    public static bool operator >(DataRate left, DataRate right) => left.BitsPerSecond > right.BitsPerSecond;

    /// <summary>Whether one rate is at most another.</summary>
    public static bool operator <=(DataRate left, DataRate right) => left.BitsPerSecond <= right.BitsPerSecond;

    /// <summary>Whether one rate is at least another.</summary>
    public static bool operator >=(DataRate left, DataRate right) => left.BitsPerSecond >= right.BitsPerSecond;

    /// <inheritdoc/>
    public int CompareTo(DataRate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>Such as <c>100 Mb/s</c>.</summary>
    public override string ToString()
    {
        var (unit, name) = BitsPerSecond switch
        {
            >= 1_000_000_000 => (1_000_000_000m, "Gb/s"),
            >= 1_000_000 => (1_000_000m, "Mb/s"),
            >= 1_000 => (1_000m, "kb/s"),
            _ => (1m, "b/s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{BitsPerSecond / unit:0.###} {name}");
    }
}
