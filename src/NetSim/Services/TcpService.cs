using NetSim.Kernel;
using NetSim.Sockets;

namespace NetSim.Services;

/// <summary>The loop of whoever serves every connection that comes to a listener.</summary>
internal static class TcpService
{
    /// <summary>Serves each connection in a process of its own, until the listener is closed.</summary>
    public static void Start(Simulation simulation, TcpListener listener, Func<TcpStream, Task> serve) =>
        simulation.Start(() => AcceptAsync(simulation, listener, serve));

    private static async Task AcceptAsync(Simulation simulation, TcpListener listener, Func<TcpStream, Task> serve)
    {
        while (true)
        {
            TcpStream stream;
            try
            {
                stream = await listener.AcceptAsync();
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            simulation.Start(() => serve(stream));
        }
    }
}
