using NetSim.Kernel;

namespace NetSim.Stack.Tcp;

/// <summary>How often a connection answers segments that do not fit (RFC 5961 §7): so many times in an interval, which the first of them begins.</summary>
internal struct ChallengePace
{
    private SimTime _end; // of the interval
    private int _taken;

    /// <summary>Takes one of this interval's answers; false where none is left, or the host has none.</summary>
    public bool TryTake(ITcpEnvironment environment, TcpOptions options)
    {
        var now = environment.Now;
        if (now >= _end)
            _taken = 0;
        if (_taken >= options.ChallengesPerInterval || !environment.MayChallenge())
            return false;
        if (_taken++ == 0)
            _end = now + options.ChallengeInterval;
        return true;
    }

    /// <summary>Takes an interval for itself; false where one has begun.</summary>
    public bool TryTakeInterval(SimTime now, TcpOptions options)
    {
        if (now < _end)
            return false;
        _end = now + options.ChallengeInterval;
        return true;
    }
}
