namespace NetSim.Compare;

/// <summary>Something that the comparison needs is missing or has failed; the message says what to do.</summary>
internal sealed class ComparisonException(string message) : Exception(message);
