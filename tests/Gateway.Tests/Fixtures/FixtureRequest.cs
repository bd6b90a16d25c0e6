using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tollama.Gateway.Tests.Fixtures;

/// <summary>Turns a request of a fixture into an HTTP request (compat-fixtures/README.md).</summary>
internal static class FixtureRequest
{
    private const string Boundary = "tollama-fixture-boundary-7c1f";

    /// <summary>The request that <paramref name="entry"/> describes.</summary>
    public static HttpRequestMessage Create(JsonElement entry)
    {
        var message = new HttpRequestMessage(
            new HttpMethod(entry.GetProperty("method").GetString()!),
            entry.GetProperty("path").GetString());
        message.Content = Body(entry);
        if (Find(entry, "content_type") is { } type && message.Content is { } content)
        {
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type.GetString());
        }

        if (Find(entry, "headers") is { } headers)
        {
            foreach (var header in headers.EnumerateObject())
            {
                if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
                {
                    message.Content?.Headers.Remove(header.Name);
                    message.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
                }
            }
        }

        return message;
    }

    /// <summary>Bytes of a home file or a part: text, <c>{"$base64": …}</c>, or any other value as JSON.</summary>
    public static byte[] Content(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Encoding.UTF8.GetBytes(value.GetString()!);
        }

        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$base64", out var text)
            ? text.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(value.GetRawText());
    }

    /// <summary>A property that is present and not null.</summary>
    public static JsonElement? Find(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static ByteArrayContent? Body(JsonElement entry)
    {
        if (Find(entry, "multipart") is { } parts)
        {
            return Multipart(parts);
        }

        if (Find(entry, "raw_body") is { } raw)
        {
            return new ByteArrayContent(Encoding.UTF8.GetBytes(raw.GetString()!));
        }

        if (Find(entry, "request") is not { } request)
        {
            return null;
        }

        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(request.GetRawText()));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return body;
    }

    private static ByteArrayContent Multipart(JsonElement parts)
    {
        var bytes = new MemoryStream();
        foreach (var part in parts.EnumerateArray())
        {
            var head = new StringBuilder(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{part.GetProperty("name").GetString()}\"");
            if (Find(part, "filename") is { } file)
            {
                head.Append($"; filename=\"{file.GetString()}\"");
            }

            if (Find(part, "content_type") is { } type)
            {
                head.Append($"\r\nContent-Type: {type.GetString()}");
            }

            bytes.Write(Encoding.UTF8.GetBytes(head.Append("\r\n\r\n").ToString()));
            bytes.Write(Content(part.GetProperty("content")));
            bytes.Write("\r\n"u8);
        }

        bytes.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        var body = new ByteArrayContent(bytes.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={Boundary}");
        return body;
    }
}
