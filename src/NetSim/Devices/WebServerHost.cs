using NetSim.Services.Http;
using NetSim.Stack;

namespace NetSim.Devices;

/// <summary>A host with an HTTP server on port 80.</summary>
public sealed class WebServerHost : Host
{
    internal WebServerHost(DeviceContext context, string name, HostStackOptions options, HostAddress address)
        : base(context, name, options, address)
    {
        Http = new HttpServer(Sockets);
    }

    /// <summary>The HTTP server; its routes can be added to.</summary>
    public HttpServer Http { get; }
}
