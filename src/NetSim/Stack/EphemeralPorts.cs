namespace NetSim.Stack;

/// <summary>Hands out the dynamic ports 49152 to 65535 in turn (RFC 6335 §6).</summary>
internal sealed class EphemeralPorts
{
    public const ushort First = 49_152;
    public const int Count = ushort.MaxValue - First + 1;

    private int _next;

    /// <summary>The next port that is free, or null where all are taken.</summary>
    public ushort? Take(Func<ushort, bool> isFree) => Take(isFree, static (port, isFree) => isFree(port));

    /// <summary>The next port that is free by a question which is asked with a value, so that it need not capture it.</summary>
    public ushort? Take<T>(T value, Func<ushort, T, bool> isFree)
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = (ushort)(First + _next);
            _next = (_next + 1) % Count;
            if (isFree(port, value))
                return port;
        }

        return null;
    }
}
