using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Sockets;

namespace NetSim.Services;

/// <summary>The loop of whoever takes every datagram that comes to a socket.</summary>
internal static class UdpService
{
    /// <summary>Hands over each datagram, in the event in which it arrives, until the socket is closed.</summary>
    public static void Start(Simulation simulation, UdpSocket socket, Action<UdpMessage> onMessage) =>
        simulation.Start(() => ReceiveAsync(socket, onMessage));

    private static async Task ReceiveAsync(UdpSocket socket, Action<UdpMessage> onMessage)
    {
        while (true)
        {
            UdpMessage message;
            try
            {
                message = await socket.ReceiveAsync();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // An earlier datagram found nobody: who sent it has a timer for that, or does not care, as a server does not.
                continue;
            }

            onMessage(message);
        }
    }
}
