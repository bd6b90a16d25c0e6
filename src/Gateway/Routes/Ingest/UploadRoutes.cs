using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Core.Ingest;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Ingest;
using Tollama.Gateway.Routes.Forecasts;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Ingest;

/// <summary>Tables as uploads (contract/http-api §18.4).</summary>
internal sealed class UploadRoutes(ForecastPipeline pipeline, ForecastJobs jobs, TableReader reader) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "ingest";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/ingest/upload", IngestAsync)
        {
            Summary = "Reads a CSV or Parquet file into series.",
            Request = "TableUpload",
            RequestType = "multipart/form-data",
            Response = "IngestedTable",
        },
        new("POST", "/api/forecast/upload", ForecastAsync)
        {
            Summary = "Forecasts the series of a CSV or Parquet file.",
            Request = "ForecastUpload",
            RequestType = "multipart/form-data",
            Response = "ForecastResponse",
            Errors = [404, 409, 429, 502, 503],
        },
    ];

    private async Task IngestAsync(HttpContext context)
    {
        var form = await UploadForm.ReadAsync(context.Request, context.RequestAborted);
        Require(form, "file");
        var file = form.File("file")!; // required
        var table = await ReadAsync(file, IngestForm.Read(form), context);
        await JsonAnswer.SendAsync(context, writer => Write(writer, file.Name, table));
    }

    private async Task ForecastAsync(HttpContext context)
    {
        var form = await UploadForm.ReadAsync(context.Request, context.RequestAborted);
        Require(form, "payload", "file");
        var body = ReadPayload(form.Text("payload")!);
        var file = form.File("file")!; // both required
        var table = await ReadAsync(file, IngestForm.Read(form) ?? body.Ingest, context);
        var job = await jobs.CreateAsync(body, table, context.Caller());
        await ForecastOutput.SendAsync(context, await pipeline.RunAsync(job, context.RequestAborted));
    }

    private Task<IngestedTable> ReadAsync(UploadedFile file, IngestOptions? options, HttpContext context) =>
        reader.ReadAsync(file.Bytes, file.Name, options ?? new IngestOptions(), context.RequestAborted);

    private static ForecastBody ReadPayload(string payload)
    {
        try
        {
            return ForecastBodies.ReadForecast(Encoding.UTF8.GetBytes(payload), ForecastRoute.Upload);
        }
        catch (ValidationException fault) when (fault.Issues[0] is { Type: "json_invalid" } or { Location.Count: 1 })
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                "The payload is not a JSON object; send the forecast request, its names and texts enclosed in double "
                    + "quotes: "
                + $"{fault.Message}.",
                fault);
        }
        catch (ValidationException fault)
        {
            throw IngestForm.AsText(fault);
        }
    }

    /// <summary>Refuses a form without a part that it needs, every such part at once.</summary>
    private static void Require(UploadForm form, params ReadOnlySpan<string> parts)
    {
        var missing = new List<ValidationIssue>();
        foreach (string part in parts)
        {
            if (part == "file" ? form.File(part) is null : string.IsNullOrEmpty(form.Text(part)))
            {
                missing.Add(
                    new ValidationIssue
                    {
                        Type = "missing",
                        Location = ["body", part],
                        Message = "Field required",
                    });
            }
        }

        if (missing.Count > 0)
        {
            throw new ValidationException(missing);
        }
    }

    private static void Write(Utf8JsonWriter writer, string fileName, IngestedTable table)
    {
        writer.WriteStartObject();
        writer.WriteString("filename", fileName);
        writer.WritePropertyName("series");
        SeriesInputWriter.WriteAll(writer, table.Series);
        if (table.DiagnosticsToJson() is { } diagnostics)
        {
            foreach (var report in diagnostics.OfType<JsonObject>().Where(report => report["warnings"] is null))
            {
                report.Remove("warnings"); // this answer leaves nulls out
            }

            writer.WritePropertyName("preprocessing");
            diagnostics.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
