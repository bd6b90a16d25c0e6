using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire;

namespace Tollama.Gateway.Streaming;

/// <summary>An answer of server-sent events (contract/http-api §18.5): compact JSON with sorted keys.</summary>
internal sealed class SseStream(HttpContext context)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly ArrayBufferWriter<byte> _block = new(1024);

    /// <summary>Media type of such an answer.</summary>
    public const string ContentType = "text/event-stream";

    /// <summary>Sends the headers and the first chunk.</summary>
    public Task StartAsync()
    {
        var headers = context.Response.Headers;
        headers.ContentType = ContentType + "; charset=utf-8";
        headers.CacheControl = "no-cache";
        headers.Connection = "keep-alive";
        headers["X-Accel-Buffering"] = "no";
        _block.Write("retry: 3000\n\n"u8);
        return FlushAsync();
    }

    /// <summary>Sends a comment that keeps the connection open.</summary>
    public Task KeepAliveAsync()
    {
        _block.Write(": keepalive\n\n"u8);
        return FlushAsync();
    }

    /// <summary>
    /// Waits for work; a comment goes out every quarter of a minute, so that nothing on the way gives up.
    /// </summary>
    /// <typeparam name="T">What the work yields.</typeparam>
    public Task<T> AwaitAsync<T>(Task<T> work, TimeProvider time, CancellationToken cancellationToken) =>
        AwaitAsync(work, Heartbeat, time, cancellationToken);

    /// <summary>Waits for work; a comment goes out for every heartbeat without it.</summary>
    /// <typeparam name="T">What the work yields.</typeparam>
    public async Task<T> AwaitAsync<T>(
        Task<T> work,
        TimeSpan heartbeat,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await work.WaitAsync(heartbeat, time, cancellationToken);
            }
            catch (TimeoutException) when (!work.IsFaulted)
            {
                await KeepAliveAsync();
            }
        }
    }

    /// <summary>Sends one event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">Its data.</param>
    /// <param name="id">Its id; null for none.</param>
    public Task WriteAsync(string name, JsonObject data, string? id = null) =>
        WriteAsync(name, writer => JsonTree.Write(writer, data, JsonLayout.Sorted), id);

    /// <summary>Sends one event whose data are written straight into the stream.</summary>
    public Task WriteAsync(string name, Action<Utf8JsonWriter> writeData, string? id = null)
    {
        if (id is not null)
        {
            Encoding.ASCII.GetBytes($"id: {id}\n", _block);
        }

        Encoding.ASCII.GetBytes($"event: {name}\ndata: ", _block);
        using (var writer = new Utf8JsonWriter(_block, JsonOutput.Compact))
        {
            writeData(writer);
        }

        _block.Write("\n\n"u8);
        return FlushAsync();
    }

    private async Task FlushAsync()
    {
        await context.Response.Body.WriteAsync(_block.WrittenMemory, context.RequestAborted);
        _block.ResetWrittenCount();
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
