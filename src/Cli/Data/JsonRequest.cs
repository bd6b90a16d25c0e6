using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Data;

/// <summary>A request that somebody wrote as JSON: it goes to the daemon as it stands, but for the overrides.</summary>
internal static class JsonRequest
{
    /// <summary>The request to send.</summary>
    /// <exception cref="CommandFailedException">Not a JSON object; names line and column.</exception>
    public static JsonElement Read(InputText input, ForecastOverrides overrides)
    {
        var root = input.ParseJson();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw CommandFailedException.WrongInput($"{input.Source} is JSON, but a request must be an object.");
        }

        return JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                WriteMember(writer, member, overrides);
            }

            WriteOverrides(writer, overrides);
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes the members that the command line decides.</summary>
    public static void WriteOverrides(Utf8JsonWriter writer, ForecastOverrides overrides)
    {
        writer.WriteString("model", overrides.Model);
        writer.WriteNumber("timeout", overrides.TimeoutSeconds);
        if (overrides.IsStream is { } isStream)
        {
            writer.WriteBoolean("stream", isStream);
        }

        if (overrides.Horizon is { } horizon)
        {
            writer.WriteNumber("horizon", horizon);
        }

        if (overrides.Quantiles is { } quantiles)
        {
            writer.WriteStartArray("quantiles");
            foreach (double level in quantiles)
            {
                writer.WriteNumberValue(level);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonProperty member, ForecastOverrides overrides)
    {
        switch (member.Name)
        {
            case "model" or "timeout":
            case "stream" when overrides.IsStream is not null:
            case "horizon" when overrides.Horizon is not null:
            case "quantiles" when overrides.Quantiles is not null:
                return;
            case "series" when overrides.Freq is not null && member.Value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray(member.Name);
                foreach (var series in member.Value.EnumerateArray())
                {
                    WriteSeries(writer, series, overrides.Freq);
                }

                writer.WriteEndArray();
                return;
            default:
                member.WriteTo(writer);
                return;
        }
    }

    private static void WriteSeries(Utf8JsonWriter writer, JsonElement series, string freq)
    {
        if (series.ValueKind != JsonValueKind.Object)
        {
            series.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in series.EnumerateObject().Where(member => member.Name != "freq"))
        {
            member.WriteTo(writer);
        }

        writer.WriteString("freq", freq);
        writer.WriteEndObject();
    }
}
