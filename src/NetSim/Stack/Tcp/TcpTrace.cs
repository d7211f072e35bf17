using System.Runtime.CompilerServices;
using NetSim.Packets;
using NetSim.Tracing;

namespace NetSim.Stack.Tcp;

/// <summary>What TCP says in the trace, at its own layer. Called by <c>_trace?.In(…)</c>, nothing of it is evaluated where nothing is traced.</summary>
/// <remarks>Never inlined: each segment passes some ten such calls.</remarks>
internal static class TcpTrace
{
    extension(DeviceTrace trace)
    {
        /// <summary>A decision about what came in.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void In(PduAction action, Pdu? pdu, Reason reason, params object?[] arguments) =>
            trace.In(Layer.Transport, action, pdu, reason, arguments);

        /// <summary>What came in goes no further.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Drop(Pdu pdu, DropReason reason, params object?[] arguments) =>
            trace.In(Layer.Transport, PduAction.Drop, pdu, reason, arguments);

        /// <summary>Why something goes out.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Why(Reason reason, params object?[] arguments) =>
            trace.Out(Layer.Transport, PduAction.Encapsulate, null, reason, arguments);
    }
}
