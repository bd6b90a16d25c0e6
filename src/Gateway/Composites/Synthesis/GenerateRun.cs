using System.Text.Json;
using Tollama.Core.Sampling;
using Tollama.Core.Synthesis;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;

namespace Tollama.Gateway.Composites.Synthesis;

/// <summary>
/// Draws series that resemble given ones (contract/http-api §18.9). Pure: a seed gives the same series again.
/// </summary>
internal static class GenerateRun
{
    /// <summary>Writes the answer.</summary>
    public static void Write(Utf8JsonWriter writer, GenerateBody body)
    {
        var warnings = new List<string>();
        writer.WriteStartObject();
        writer.WriteString("method", "statistical");
        writer.WriteStartArray("generated");
        foreach (var source in body.Series)
        {
            int length = body.Length ?? source.Target.Count;
            var profile = new SeriesProfile(source.Target.Span, source.Freq);
            var noise = new SeriesNoise(body.Seed, source.Id);
            var times = SyntheticTimes.Extend(source, length, out string? warning);
            if (warning is not null)
            {
                warnings.Add(warning);
            }

            for (int sample = 1; sample <= body.Count; sample++)
            {
                writer.WriteStartObject();
                writer.WriteString("id", $"{source.Id}_synthetic_{sample}");
                writer.WriteString("source_id", source.Id);
                writer.WriteString("freq", source.Freq);
                WriteTimes(writer, times);
                WriteValues(writer, profile.Draw(length, body.Variation, noise.At(sample, 0)));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        AnalysisWriter.WriteWarnings(writer, warnings);
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer, IReadOnlyList<string> times)
    {
        writer.WriteStartArray("timestamps");
        foreach (string time in times)
        {
            writer.WriteStringValue(time);
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, double[] values)
    {
        writer.WriteStartArray("target");
        foreach (double value in values)
        {
            NumberText.Write(writer, value);
        }

        writer.WriteEndArray();
    }
}
