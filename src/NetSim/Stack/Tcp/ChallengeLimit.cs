using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>How many challenge ACKs a host sends in a second, all its connections together (RFC 5961 §7).</summary>
/// <remarks>
/// A number that a stranger knows tells him about other connections: he uses up what is left, and counts the answers that he gets
/// himself (CVE-2016-5696). So each second has a number of its own, from half to one and a half times the limit, as in Linux.
/// </remarks>
internal sealed class ChallengeLimit(RandomStream random, int limit)
{
    private static readonly Duration Period = 1.Seconds;

    private SimTime? _began;
    private int _left;

    /// <summary>Takes one of this second's challenges; false where none is left.</summary>
    public bool TryTake(SimTime now)
    {
        if (limit == int.MaxValue)
            return true; // none
        if (_began is not { } began || now - began >= Period)
        {
            _began = now;
            _left = limit <= 0 ? 0 : ((limit + 1) / 2) + random.NextInt32(limit);
        }

        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
