using NetSim.Packets.Tcp;

namespace NetSim.Stack.Tcp;

/// <summary>Who records a connection's life.</summary>
internal interface ITcpProbe
{
    /// <summary>A segment has been handed to the network, and what it carries is counted.</summary>
    void OnSegmentSent(TcpConnection connection, TcpSegment segment, bool isRetransmission);

    /// <summary>A segment has been processed, before anything is sent because of it.</summary>
    void OnSegmentReceived(TcpConnection connection, TcpSegment segment);
}
