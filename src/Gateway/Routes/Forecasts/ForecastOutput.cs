using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Forecasts;

/// <summary>Sends forecast responses.</summary>
internal static class ForecastOutput
{
    /// <summary>One JSON document with explicit nulls. The answer's numbers are given back after that.</summary>
    public static async Task SendAsync(HttpContext context, ForecastResponse response)
    {
        await JsonAnswer.SendAsync(
            context,
            writer => ForecastResponseWriter.Write(writer, response, JsonLayout.Declared));
        ForecastMemory.Release(response.Forecasts);
    }

    /// <summary>
    /// The three lines of a streamed forecast; they come when it is done (contract/http-api §12.7). As above.
    /// </summary>
    public static async Task SendLinesAsync(HttpContext context, ForecastResponse response)
    {
        var lines = new ArrayBufferWriter<byte>(1024);
        lines.Write("{\"status\":\"loading model\"}\n{\"status\":\"running forecast\"}\n"u8);
        using (var writer = new Utf8JsonWriter(lines, JsonOutput.Compact))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("done", true);
            writer.WritePropertyName("response");
            ForecastResponseWriter.Write(writer, response, JsonLayout.Sorted);
            writer.WriteEndObject();
        }

        ForecastMemory.Release(response.Forecasts);
        lines.Write("\n"u8);
        context.Response.ContentType = NdjsonStream.ContentType;
        await context.Response.Body.WriteAsync(lines.WrittenMemory, context.RequestAborted);
    }
}
