using NetSim.Kernel;

// The whole of a program that has NetSim from its package.
var simulation = new Simulation();
simulation.Schedule(20.Milliseconds, () => Console.WriteLine($"An event at {simulation.Now} s"));
simulation.Run();
Console.WriteLine($"{simulation.ExecutedEvents} event in all");
