using System.Runtime.CompilerServices;
using NetSim.Kernel;
using NetSim.Packets.Ethernet;
using NetSim.Packets.Ipv4;
using NetSim.Stack.Arp;

namespace NetSim.Tests.Stack.Arp;

/// <summary>The table of answers against a dictionary.</summary>
public sealed class ArpAnswersTests
{
    [Theory]
    [InlineData(1, 4, 1)]     // the same few addresses again and again
    [InlineData(2, 100, 1)]
    [InlineData(3, 5_000, 1)]
    [InlineData(4, 500, 256)] // far from each other
    public void Random_changes_leave_what_a_dictionary_has(ulong seed, int addresses, int distance)
    {
        var random = new Simulation(new SimulationOptions { Seed = seed }).Random("answers");
        var answers = new ArpAnswers();
        var reference = new Dictionary<(int, Ipv4Address), MacAddress>();
        for (var step = 0; step < 20_000; step++)
        {
            var interfaceNumber = random.NextInt32(3);
            var address = new Ipv4Address((uint)(0x0A00_0000 + (distance * random.NextInt32(addresses))));
            if (random.NextInt32(3) == 0)
            {
                answers.Remove(interfaceNumber, address);
                reference.Remove((interfaceNumber, address));
            }
            else
            {
                answers.Set(interfaceNumber, address, new ArpEntry(MacAddress.FromNumber(step), SimTime.MaxValue, isStatic: false), step);
                reference[(interfaceNumber, address)] = MacAddress.FromNumber(step);
            }

            var asked = new Ipv4Address((uint)(0x0A00_0000 + (distance * random.NextInt32(addresses))));
            ref var found = ref answers.Find(interfaceNumber, asked);
            (Unsafe.IsNullRef(ref found) ? null : (MacAddress?)found.Mac)
                .Should().Be(reference.TryGetValue((interfaceNumber, asked), out var mac) ? mac : null);
        }

        answers.Count.Should().Be(reference.Count);
        answers.All.ToDictionary(answer => (answer.InterfaceNumber, answer.Address), answer => answer.Entry.Mac).Should().Equal(reference);
    }
}
