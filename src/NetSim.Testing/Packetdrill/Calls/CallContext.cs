using NetSim.Testing.Packetdrill.Execution;
using NetSim.Testing.Packetdrill.Language;

namespace NetSim.Testing.Packetdrill.Calls;

/// <summary>What system calls are made on.</summary>
/// <param name="Execution">The run, which knows the connections.</param>
/// <param name="Bed">The stack.</param>
/// <param name="Settings">How the stack is made.</param>
/// <param name="Symbols">The system's numbers.</param>
/// <param name="Addresses">The addresses of both sides.</param>
internal sealed record CallContext(
    ScriptExecution Execution, TestBed Bed, StackSettings Settings, SymbolTable Symbols, ScriptAddresses Addresses)
{
    public bool IsFreeBsd => Settings.IsFreeBsd;
}
