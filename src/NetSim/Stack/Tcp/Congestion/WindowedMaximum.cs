namespace NetSim.Stack.Tcp.Congestion;

/// <summary>The greatest value of the last ten round trips: BBR.BtlBwFilter, with BtlBwFilterLen of 10 (draft-cardwell-iccrg-bbr-congestion-control-00 §4.1.1.4).</summary>
internal sealed class WindowedMaximum
{
    private const int Rounds = 10;

    private readonly (long Round, long Value)[] _maxima = new (long, long)[Rounds]; // of a round each

    /// <summary>The maximum; zero before the first value. It ages only with new values.</summary>
    public long Value { get; private set; }

    /// <summary>Takes a value of a round; rounds never go back.</summary>
    public void Update(long round, long value)
    {
        ref var slot = ref _maxima[round % Rounds];
        slot = slot.Round == round ? (round, Math.Max(slot.Value, value)) : (round, value);
        Value = 0;
        foreach (var (at, maximum) in _maxima)
        {
            if (at > round - Rounds)
                Value = Math.Max(Value, maximum);
        }
    }
}
