using System.Runtime.CompilerServices;
using System.Text;

namespace Tollama.Gateway.Telemetry;

/// <summary>A number that goes up and down.</summary>
internal sealed class Gauge(string name, string help, params string[] labels)
    : LabelledSeries<StrongBox<double>>(name, "gauge", help, labels)
{
    /// <summary>Sets the number.</summary>
    public void Set(double value, params ReadOnlySpan<string> labels) =>
        Volatile.Write(ref Of(labels, () => new StrongBox<double>()).Value, value);

    /// <inheritdoc/>
    protected override void WriteValue(StringBuilder text, string labelText, StrongBox<double> value) =>
        WriteLine(text, Name, labelText, Volatile.Read(ref value.Value));
}
