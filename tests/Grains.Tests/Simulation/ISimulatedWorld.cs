namespace Tollama.Grains.Tests.Simulation;

/// <summary>What surrounds a device.</summary>
internal interface ISimulatedWorld
{
    VirtualClock Clock { get; }

    Random Draw { get; }

    /// <summary>A forecast looks for another copy.</summary>
    void SendOn(SimulatedForecast forecast);

    void UnloadFamily(string family);

    /// <summary>Counts what happened, so that a test can tell that it does happen.</summary>
    void Count(string what);
}
