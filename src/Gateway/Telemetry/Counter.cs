using System.Runtime.CompilerServices;
using System.Text;

namespace Tollama.Gateway.Telemetry;

/// <summary>A number that only grows.</summary>
internal sealed class Counter(string name, string help, params string[] labels)
    : LabelledSeries<StrongBox<long>>(name, "counter", help, labels)
{
    /// <summary>Adds to the count; zero makes the line appear.</summary>
    public void Add(long count, params ReadOnlySpan<string> labels) =>
        Interlocked.Add(ref Of(labels, () => new StrongBox<long>()).Value, count);

    /// <inheritdoc/>
    protected override void WriteValue(StringBuilder text, string labelText, StrongBox<long> value) =>
        WriteLine(text, Name, labelText, Interlocked.Read(ref value.Value));
}
