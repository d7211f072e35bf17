using NetSim.Kernel;
using NetSim.Packets.Tcp;
using NetSim.Tracing;

namespace NetSim.Tests.Tracing.Fingerprints;

public sealed class FingerprintTests
{
    [Fact]
    public void The_same_events_have_the_same_fingerprint_in_every_process_and_on_every_system()
    {
        Fingerprint().Should().Be("700fa3b743620b371cf5d9781a916473ec4db66fdada8fac928984796cfcc166");
    }

    [Fact]
    public void An_empty_trace_is_the_hash_of_two_zeros_of_64_bits()
    {
        new HandmadeTrace().Trace.Fingerprint().Should().Be("374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb");
    }

    [Fact]
    public void Whatever_differs_changes_it()
    {
        string[] fingerprints =
        [
            Fingerprint(),
            Fingerprint(sequence: 1001),
            Fingerprint(time: 2),
            Fingerprint(port: "Eth1"),
            Fingerprint(reason: Reason.PortSends),
            Fingerprint(action: PduAction.Drop),
            Fingerprint(layer: Layer.DataLink),
            Fingerprint(lastDevice: "Hub"),
            Fingerprint(value: "Port 2"),
            Fingerprint(value: null),
            Fingerprint(arrival: 6),
            Fingerprint(outcome: TransmissionOutcome.Lost),
        ];

        fingerprints.Should().OnlyHaveUniqueItems();
    }

    private static string Fingerprint(
        uint sequence = 1000, int time = 1, string port = "Eth0", Reason? reason = null, PduAction action = PduAction.Accept,
        Layer layer = Layer.Physical, string lastDevice = "Switch", string? value = "Port 1", int arrival = 5,
        TransmissionOutcome outcome = TransmissionOutcome.Delivered)
    {
        var lan = new HandmadeTrace();
        var frame = HandmadeTrace.Request(TcpFlags.Syn, sequence);
        lan.At(time.Microseconds);
        var pen = lan.Pen("Server");
        pen.Receive(frame, lastDevice);
        pen.In(layer, action, frame, reason ?? Reason.PortReceives, port, 1.5, null);
        pen.State(StateTable.MacTable, frame.Source, value);
        pen.Received();
        lan.Transmit(lan.Client, lan.Port1, frame, 0.Seconds, arrival.Microseconds, outcome);
        return lan.Trace.Fingerprint();
    }
}
