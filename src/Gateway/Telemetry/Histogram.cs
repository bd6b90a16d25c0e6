using System.Text;

namespace Tollama.Gateway.Telemetry;

/// <summary>Seconds, counted in cumulative buckets.</summary>
internal sealed class Histogram(string name, string help, params string[] labels)
    : LabelledSeries<Histogram.Buckets>(name, "histogram", help, labels)
{
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Counts one duration.</summary>
    public void Observe(double seconds, params ReadOnlySpan<string> labels) =>
        Of(labels, () => new Buckets()).Add(seconds);

    /// <inheritdoc/>
    protected override void WriteValue(StringBuilder text, string labelText, Buckets value)
    {
        string prefix = labelText.Length == 0 ? "" : labelText + ",";
        var (counts, sum) = value.Read();
        long running = 0;
        for (int i = 0; i < Bounds.Length; i++)
        {
            running += counts[i];
            WriteLine(text, Name + "_bucket", $"{prefix}le=\"{Number(Bounds[i])}\"", running);
        }

        running += counts[^1];
        WriteLine(text, Name + "_bucket", prefix + "le=\"+Inf\"", running);
        WriteLine(text, Name + "_count", labelText, running);
        WriteLine(text, Name + "_sum", labelText, sum);
    }

    /// <summary>Counts per bucket, the last one beyond every bound, and the sum.</summary>
    internal sealed class Buckets
    {
        private readonly Lock _gate = new();
        private readonly long[] _counts = new long[Bounds.Length + 1];
        private double _sum;

        /// <summary>Counts one duration.</summary>
        public void Add(double seconds)
        {
            int bucket = 0;
            while (bucket < Bounds.Length && seconds > Bounds[bucket])
            {
                bucket++;
            }

            lock (_gate)
            {
                _counts[bucket]++;
                _sum += seconds;
            }
        }

        /// <summary>A consistent copy.</summary>
        public (long[] Counts, double Sum) Read()
        {
            lock (_gate)
            {
                return ([.. _counts], _sum);
            }
        }
    }
}
