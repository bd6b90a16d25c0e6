using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Tollama.Gateway.Telemetry;

/// <summary>
/// One metric of the Prometheus text: a name, a help line, and a value for each combination of labels.
/// </summary>
/// <typeparam name="TValue">What is kept for one combination.</typeparam>
/// <param name="name">Metric name.</param>
/// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="help">What it counts.</param>
/// <param name="labels">Label names, in order.</param>
internal abstract class LabelledSeries<TValue>(string name, string type, string help, params string[] labels)
    where TValue : class
{
    private readonly ConcurrentDictionary<(string First, string Second, string Third), TValue> _values = new();

    /// <summary>Metric name.</summary>
    protected string Name { get; } = name;

    /// <summary>Writes the metric in the text format 0.0.4.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP ").Append(Name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(type).Append('\n');
        var lines = _values.Select(pair => (Labels: LabelText(pair.Key), pair.Value));
        foreach (var (labelText, value) in lines.OrderBy(line => line.Labels, StringComparer.Ordinal))
        {
            WriteValue(text, labelText, value);
        }
    }

    /// <summary>The value of one combination of labels, at most three, made on first use.</summary>
    protected TValue Of(ReadOnlySpan<string> values, Func<TValue> make)
    {
        string first = values.Length > 0 ? values[0] : string.Empty;
        string second = values.Length > 1 ? values[1] : string.Empty;
        string third = values.Length > 2 ? values[2] : string.Empty;
        return _values.GetOrAdd((first, second, third), static (_, maker) => maker(), make);
    }

    /// <summary>Writes the lines of one combination; <paramref name="labelText"/> is <c>a="x",b="y"</c>.</summary>
    protected abstract void WriteValue(StringBuilder text, string labelText, TValue value);

    /// <summary>Writes one line.</summary>
    protected static void WriteLine(StringBuilder text, string name, string labelText, double value)
    {
        text.Append(name);
        if (labelText.Length > 0)
        {
            text.Append('{').Append(labelText).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>A number as Prometheus clients write it: always with a fraction or an exponent.</summary>
    protected static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsInteger(value) && !text.Contains('E', StringComparison.Ordinal) ? text + ".0" : text;
    }

    private string LabelText((string First, string Second, string Third) key)
    {
        ReadOnlySpan<string> values = [key.First, key.Second, key.Third];
        var text = new StringBuilder();
        for (int i = 0; i < labels.Length; i++)
        {
            string escaped = values[i].Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(i == 0 ? "" : ",").Append(labels[i]).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }
}
