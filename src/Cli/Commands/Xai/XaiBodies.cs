using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Xai;

/// <summary>Bodies and answers of the trust routes.</summary>
internal static class XaiBodies
{
    /// <summary>A body that names one domain, or none for all.</summary>
    public static JsonElement Domains(string? domain, int? limit) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        if (domain is not null)
        {
            writer.WriteStartArray("domains");
            writer.WriteStringValue(domain);
            writer.WriteEndArray();
        }

        if (limit is { } count)
        {
            writer.WriteNumber("limit", count);
        }

        writer.WriteEndObject();
    });

    /// <summary>
    /// The body with its <c>format</c> set; anything but an object stays as it is, for the daemon to refuse.
    /// </summary>
    public static JsonElement WithFormat(JsonElement body, string format) =>
        body.ValueKind != JsonValueKind.Object
            ? body
            : JsonText.Build(writer =>
            {
                writer.WriteStartObject();
                foreach (var member in body.EnumerateObject().Where(member => member.Name != "format"))
                {
                    member.WriteTo(writer);
                }

                writer.WriteString("format", format);
                writer.WriteEndObject();
            });

    /// <summary>The text of an answer: itself, or its only text member; null when it has none.</summary>
    public static string? TextOf(JsonElement reply) => reply.ValueKind == JsonValueKind.String
        ? reply.GetString()
        : reply.Text("markdown") ?? reply.Text("content") ?? reply.Text("card");
}
