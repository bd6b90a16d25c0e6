namespace Tollama.Grains.Tests.Simulation;

/// <summary>An accepted request.</summary>
internal sealed class SimulatedForecast(SimulatedModel model, long id)
{
    public SimulatedModel Model { get; } = model;

    public long Id { get; } = id;

    public ForecastEnd? End { get; private set; }

    /// <summary>Devices that refused it.</summary>
    public HashSet<string> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it is; null between two copies.</summary>
    public SimulatedCopy? Copy { get; set; }

    public int Attempts { get; set; }

    /// <summary>How often the copy that computed it died.</summary>
    public int Losses { get; set; }

    public void Finish(ForecastEnd end)
    {
        Law.Holds(End is null, $"forecast {Id} ends as {end} after it ended as {End}");
        End = end;
        Copy = null;
    }
}
