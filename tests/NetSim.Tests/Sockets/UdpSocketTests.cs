using System.Net.Sockets;
using NetSim.Devices;
using NetSim.Kernel;
using NetSim.Packets;
using NetSim.Packets.Ipv4;
using NetSim.Sockets;
using NetSim.Topology;
using NetSim.Tracing;

namespace NetSim.Tests.Sockets;

public sealed class UdpSocketTests
{
    private static readonly Ipv4EndPoint Port2000 = Ipv4EndPoint.Parse("10.0.0.2:2000");

    private readonly Network _network = new();
    private readonly Host _sender;
    private readonly Host _receiver;

    public UdpSocketTests()
    {
        var lan = _network.AddSwitch("Switch");
        _sender = _network.AddHost("Sender", "10.0.0.1/24");
        _receiver = _network.AddHost("Receiver", "10.0.0.2/24");
        _network.Connect(lan, _sender, _receiver);
    }

    [Fact]
    public void A_datagram_arrives_with_its_octets_and_both_addresses()
    {
        using var sender = _sender.Sockets.BindUdp(1000);
        using var receiver = _receiver.Sockets.BindUdp(2000);

        var message = _network.Run(async () =>
        {
            sender.Send("hello"u8, Port2000);
            return await receiver.ReceiveAsync();
        });

        message.Should().Be(new UdpMessage(Payload.FromText("hello"), Ipv4EndPoint.Parse("10.0.0.1:1000"), Port2000));
    }

    [Fact]
    public void Datagrams_are_received_in_order_also_those_that_came_before_anybody_asked()
    {
        using var sender = _sender.Sockets.BindUdp();
        using var receiver = _receiver.Sockets.BindUdp(2000);
        foreach (var length in (int[])[3, 1, 2, 0])
            sender.Send(Payload.Zeros(length), Port2000);
        _network.Run();

        var lengths = _network.Run(async () =>
        {
            var lengths = new List<int>();
            for (var i = 0; i < 4; i++)
                lengths.Add((await receiver.ReceiveAsync()).Payload.Length);
            return lengths;
        });

        lengths.Should().Equal(3, 1, 2, 0);
    }

    [Fact]
    public void Ephemeral_ports_are_dynamic_ones_in_turn() // RFC 6335 §6
    {
        var first = _sender.Sockets.BindUdp();
        var second = _sender.Sockets.BindUdp();
        first.Dispose();
        var third = _sender.Sockets.BindUdp();

        (first.LocalPort, second.LocalPort, third.LocalPort).Should().Be(((ushort)49_152, (ushort)49_153, (ushort)49_154));
    }

    [Fact]
    public void When_every_dynamic_port_is_taken_none_is_free()
    {
        var sockets = Enumerable.Range(0, 16_384).Select(_ => _sender.Sockets.BindUdp()).ToList();
        var bind = () => _sender.Sockets.BindUdp();

        bind.Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            .WithMessage("Sender: no UDP port is free.");
        sockets[100].Dispose();
        bind().LocalPort.Should().Be(49_252);
    }

    [Fact]
    public void A_port_has_one_holder_at_a_time()
    {
        var holder = _sender.Sockets.BindUdp(53);
        var bind = () => _sender.Sockets.BindUdp(53);

        bind.Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            .WithMessage("Sender: UDP port 53 is in use. Dispose of the socket that has it, or take another port.");
        _receiver.Sockets.BindUdp(53).Dispose();
        holder.Dispose();
        bind.Should().NotThrow();
    }

    [Theory]
    [InlineData(1000, 211)] // 212,992 / (1000 + 8) = 211.3
    [InlineData(0, 26_624)] // 212,992 / 8: not even empty datagrams pile up without end
    public void A_full_buffer_drops_what_comes_later_until_something_is_received(int length, int room)
    {
        using var sender = _sender.Sockets.BindUdp();
        using var receiver = _receiver.Sockets.BindUdp(2000);
        var quiet = Ipv4EndPoint.Parse("10.0.0.2:2000");
        for (var i = 0; i < room + 5; i++)
        {
            sender.Send(Payload.Zeros(length), quiet);
            _network.RunFor(200.Microseconds);
        }

        Drops().Should().Be(5);
        var received = _network.Run(() => receiver.ReceiveAsync());
        received.Payload.Length.Should().Be(length);
        sender.Send(Payload.Zeros(length), quiet);
        sender.Send(Payload.Zeros(length), quiet);
        _network.Run();
        Drops().Should().Be(6);

        int Drops() => _network.Trace.PduEvents.Count(pduEvent => pduEvent.DropReason == DropReason.UdpBufferFull);
    }

    [Fact]
    public void A_broadcast_reaches_every_other_host()
    {
        var third = _network.AddHost("Third", "10.0.0.3/24");
        _network.Connect(third, _network["Switch"]);
        using var sender = _sender.Sockets.BindUdp(2000);
        UdpSocket[] receivers = [_receiver.Sockets.BindUdp(2000), third.Sockets.BindUdp(2000)];

        sender.Send("all"u8, new Ipv4EndPoint(Ipv4Address.Broadcast, 2000));
        var messages = _network.Run(() => Task.WhenAll(receivers.Select(receiver => receiver.ReceiveAsync().AsTask())));

        messages.Should().HaveCount(2).And.OnlyContain(message => message.Destination == Ipv4EndPoint.Parse("255.255.255.255:2000"));
    }

    [Fact]
    public void A_receive_fails_when_the_socket_is_closed_meanwhile()
    {
        var socket = _receiver.Sockets.BindUdp(2000);
        _network.Simulation.Schedule(1.Seconds, socket.Dispose);

        var receive = () => _network.Run(() => socket.ReceiveAsync());

        receive.Should().Throw<ObjectDisposedException>().WithMessage("*Receiver UDP port 2000*");
        receive.Should().Throw<ObjectDisposedException>("it is closed");
        socket.Invoking(closed => closed.Send("x"u8, Port2000)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void After_closing_the_port_is_nobodys()
    {
        using var sender = _sender.Sockets.BindUdp();
        _receiver.Sockets.BindUdp(2000).Dispose();

        sender.Send("x"u8, Port2000);
        _network.Run();

        _network.Trace.PduEvents.SelectMany(traced => traced.InSteps).Should().Contain(step => step.Reason == DropReason.NoUdpSocket);
    }

    [Fact]
    public void An_error_is_told_to_the_next_receive_and_once()
    {
        using var sender = _sender.Sockets.BindUdp(1000);
        sender.Send("x"u8, Ipv4EndPoint.Parse("10.0.0.9:1"));
        _network.Run();

        var receive = () => _network.Run(() => sender.ReceiveAsync());

        receive.Should().Throw<SocketException>().Where(e => e.SocketErrorCode == SocketError.HostUnreachable);
        receive.Should().Throw<SimulationDeadlockException>().WithMessage("*Sender UDP port 1000: ReceiveAsync*");
    }

    [Fact]
    public void One_receive_waits_at_a_time()
    {
        using var socket = _receiver.Sockets.BindUdp(2000);
        var receive = () =>
        {
            _ = socket.ReceiveAsync(CancellationToken.None).AsTask();
        };

        receive.Should().NotThrow();
        receive.Should().Throw<InvalidOperationException>().WithMessage("Receiver UDP port 2000: another receive waits already. Await it first.");
    }

    [Fact]
    public void A_cancelled_receive_loses_no_datagram()
    {
        using var sender = _sender.Sockets.BindUdp();
        using var receiver = _receiver.Sockets.BindUdp(2000);
        using var source = new CancellationTokenSource();
        var receive = receiver.ReceiveAsync(source.Token).AsTask();

        source.Cancel();
        sender.Send("kept"u8, Port2000);
        _network.Run();

        receive.IsCanceled.Should().BeTrue();
        receiver.ReceiveAsync(source.Token).AsTask().IsCanceled.Should().BeTrue("a token that is cancelled takes nothing");
        _network.Run(() => receiver.ReceiveAsync()).Payload.Should().Be(Payload.FromText("kept"));
    }
}
