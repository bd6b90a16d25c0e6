using System.Text.Json;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;

namespace Tollama.Client.Wire;

/// <summary>
/// Writes requests as the daemon reads them (contract/http-api §2); what is at its default is left out.
/// </summary>
internal static class RequestWriter
{
    /// <summary>Body of <c>/api/forecast</c>.</summary>
    public static JsonElement Forecast(ForecastBody body, bool isStream) => Build(writer =>
    {
        writer.WriteString("model", body.Request.Model);
        WriteHorizon(writer, body.Request);
        if (body.DataUrl is null)
        {
            WriteSeries(writer, body.Request.Series);
        }

        WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
        WriteText(writer, "modelfile", body.Profile);
        WriteText(writer, "data_url", body.DataUrl);
        if (body.Ingest is { } ingest)
        {
            IngestWriter.Write(writer, ingest);
        }

        writer.WriteBoolean("stream", isStream);
    });

    /// <summary>Body of <c>/api/auto-forecast</c>.</summary>
    public static JsonElement AutoForecast(AutoForecastBody body) => Build(writer =>
    {
        WriteText(writer, "model", body.Model);
        writer.WriteBoolean("allow_fallback", body.AllowFallback);
        writer.WriteString("strategy", body.Strategy);
        writer.WriteString("mode", body.Mode);
        writer.WriteNumber("ensemble_top_k", body.EnsembleTopK);
        writer.WriteString("ensemble_method", body.EnsembleMethod);
        WriteHorizon(writer, body.Request);
        WriteSeries(writer, body.Request.Series);
        WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
    });

    /// <summary>Body of <c>/api/compare</c>.</summary>
    public static JsonElement Compare(CompareBody body) => Build(writer =>
    {
        WriteTexts(writer, "models", body.Models);
        WriteHorizon(writer, body.Request);
        WriteSeries(writer, body.Request.Series);
        WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
    });

    /// <summary>Body of <c>/api/what-if</c>.</summary>
    public static JsonElement WhatIf(WhatIfBody body) => Build(writer =>
    {
        writer.WriteString("model", body.Request.Model);
        WriteHorizon(writer, body.Request);
        WriteSeries(writer, body.Request.Series);
        WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
        writer.WriteStartArray("scenarios");
        foreach (var scenario in body.Scenarios)
        {
            WriteScenario(writer, scenario);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("continue_on_error", body.ContinueOnError);
    });

    /// <summary>Body of <c>/api/analyze</c>.</summary>
    public static JsonElement Analyze(AnalyzeBody body) => Build(writer =>
    {
        WriteSeries(writer, body.Series);
        WriteParameters(writer, "parameters", body.Parameters);
        WriteResponseOptions(writer, body.ResponseOptions);
    });

    /// <summary>An object.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Horizon and levels.</summary>
    public static void WriteHorizon(Utf8JsonWriter writer, ForecastRequest request)
    {
        writer.WriteNumber("horizon", request.Horizon);
        WriteLevels(writer, "quantiles", request.Quantiles);
    }

    /// <summary>Quantile levels; nothing where there are none.</summary>
    public static void WriteLevels(Utf8JsonWriter writer, string name, IReadOnlyList<double> levels)
    {
        if (levels.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (double level in levels)
        {
            writer.WriteNumberValue(level);
        }

        writer.WriteEndArray();
    }

    /// <summary>The series.</summary>
    public static void WriteSeries(Utf8JsonWriter writer, IReadOnlyList<SeriesInput> series)
    {
        writer.WritePropertyName("series");
        SeriesInputWriter.WriteAll(writer, series);
    }

    /// <summary>What all requests that forecast have.</summary>
    public static void WriteShared(
        Utf8JsonWriter writer, ForecastRequest request, KeepAlive keepAlive, ResponseOptions responseOptions)
    {
        if (request.Options.Root.ValueKind == JsonValueKind.Object)
        {
            writer.WritePropertyName("options");
            request.Options.Root.WriteTo(writer);
        }

        if (request.TimeoutSeconds is { } timeout)
        {
            writer.WriteNumber("timeout", timeout);
        }

        if (request.Parameters != ForecastParameters.Default)
        {
            WriteParameters(writer, request.Parameters);
        }

        if (keepAlive.Seconds is { } seconds)
        {
            writer.WriteNumber("keep_alive", seconds);
        }

        WriteText(writer, "keep_alive", keepAlive.Text);
        WriteResponseOptions(writer, responseOptions);
    }

    private static void WriteParameters(Utf8JsonWriter writer, ForecastParameters parameters)
    {
        writer.WriteStartObject("parameters");
        writer.WriteString("covariates_mode", parameters.IsStrict ? "strict" : "best_effort");
        if (parameters.SortQuantiles)
        {
            writer.WriteBoolean("sort_quantiles", true);
        }

        if (parameters.TimesFm is { } timesFm)
        {
            writer.WriteStartObject("timesfm");
            writer.WriteString("xreg_mode", timesFm.XregMode);
            writer.WriteNumber("ridge", timesFm.Ridge);
            writer.WriteBoolean("force_on_cpu", timesFm.ForceOnCpu);
            writer.WriteEndObject();
        }

        if (parameters.Metrics is { } metrics)
        {
            writer.WriteStartObject("metrics");
            WriteTexts(writer, "names", metrics.Names);
            writer.WriteNumber("mase_seasonality", metrics.MaseSeasonality);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>How series are analysed; nothing where all is at its default.</summary>
    public static void WriteParameters(Utf8JsonWriter writer, string name, AnalyzeParameters parameters)
    {
        if (parameters == AnalyzeParameters.Default)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("max_points", parameters.MaxPoints);
        writer.WriteNumber("max_lag", parameters.MaxLag);
        writer.WriteNumber("top_k_seasonality", parameters.TopKSeasonality);
        writer.WriteNumber("anomaly_iqr_k", parameters.AnomalyIqrK);
        writer.WriteEndObject();
    }

    private static void WriteResponseOptions(Utf8JsonWriter writer, ResponseOptions options)
    {
        if (options == ResponseOptions.Default)
        {
            return;
        }

        writer.WriteStartObject("response_options");
        writer.WriteBoolean("narrative", options.Narrative);
        writer.WriteBoolean("explain", options.Explain);
        writer.WriteEndObject();
    }

    private static void WriteScenario(Utf8JsonWriter writer, Scenario scenario)
    {
        writer.WriteStartObject();
        writer.WriteString("name", scenario.Name);
        writer.WriteStartArray("transforms");
        foreach (var transform in scenario.Transforms)
        {
            writer.WriteStartObject();
            writer.WriteString("operation", transform.Operation);
            writer.WriteString("field", transform.Field);
            WriteText(writer, "key", transform.Key);
            WriteText(writer, "series_id", transform.SeriesId);
            WriteText(writer, "value", transform.Text);
            if (transform.Number is { } number)
            {
                writer.WritePropertyName("value");
                NumberText.Write(writer, number);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>A text; nothing where there is none.</summary>
    public static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
