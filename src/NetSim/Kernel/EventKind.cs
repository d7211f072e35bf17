namespace NetSim.Kernel;

/// <summary>What an event in the queue counts for.</summary>
internal enum EventKind
{
    /// <summary>It keeps a run alive.</summary>
    Foreground,

    /// <summary>It does not.</summary>
    Background,

    /// <summary>The entry of a <see cref="SimTimer"/>, which counts for itself and may have been stopped or put off.</summary>
    Timer,
}
