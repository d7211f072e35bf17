using NetSim.Kernel;
using NetSim.Sockets;
using NetSim.Tracing;

namespace NetSim.Services.Dns;

/// <content>Queries by TCP, for answers that UDP cannot carry (RFC 7766).</content>
public sealed partial class DnsServer
{
    private static readonly Duration IdleTimeout = 10.Seconds; // RFC 7766 §6.2.3: "on the order of a few seconds"

    /// <summary>Answers queries until the client closes, or is silent for too long. A connection that breaks ends nothing but itself.</summary>
    private async Task ServeAsync(TcpStream stream)
    {
        using var end = new CancellationTokenSource();
        var idle = new SimTimer(_stack.Simulation, end.Cancel) { IsBackground = true };
        try
        {
            idle.Start(IdleTimeout);
            while (await DnsStream.ReadAsync(stream, end.Token) is { } octets && Respond(octets, ushort.MaxValue) is { } response)
            {
                await DnsStream.WriteAsync(stream, response, end.Token);
                idle.Start(IdleTimeout);
            }

            _stack.Trace?.Out(Layer.Application, PduAction.Encapsulate, null, Reason.DnsServerCloses);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // Reset, or silent: there is nobody to answer to.
        }
        finally
        {
            idle.Stop();
            stream.Dispose();
        }
    }
}
