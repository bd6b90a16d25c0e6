using System.Globalization;

namespace Tollama.Core.Inference;

/// <summary>How long a simulated device takes for an engine call, whatever the processor needs for it.</summary>
/// <param name="Call">Time of a call besides its series.</param>
/// <param name="Series">Time of each series in it.</param>
public readonly record struct SimulatedPace(TimeSpan Call, TimeSpan Series)
{
    /// <summary>Time of a call.</summary>
    /// <param name="series">Series in it.</param>
    public TimeSpan For(int series) => Call + (Series * series);

    /// <summary><c>20ms+5ms</c>, as <c>--devices</c> takes it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Call.TotalMilliseconds}ms+{Series.TotalMilliseconds}ms");
}
