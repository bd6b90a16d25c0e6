using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tollama.Silo.Tests.Hub;

/// <summary>
/// A model hub on loopback with one repository. Files from <see cref="LargeFrom"/> bytes on are large-file storage:
/// they are served by a second address after a redirect, and have a sha256. Faults are taken in the order they were
/// added.
/// </summary>
[SuppressMessage("Security", "CA5350", Justification = "Git names contents by SHA-1.")]
internal sealed class FakeHub : IAsyncDisposable
{
    public const int LargeFrom = 1000;
    public const string Repository = "acme/clock";
    public const string GoodToken = "hf_ok";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly List<Fault> _faults = [];

    private FakeHub(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where large files are served from: another origin than <see cref="Address"/>.</summary>
    public Uri Storage { get; private set; } = null!;

    public bool IsGated { get; set; }

    public string? CardLicence { get; set; } = "apache-2.0";

    /// <summary>Whether small files are tagged by their git blob id, as the real hub does.</summary>
    public bool HasHonestTags { get; set; } = true;

    /// <summary>One entry a request: method, path, range.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Authorization headers that the storage address was sent.</summary>
    public ConcurrentQueue<string> StorageCredentials { get; } = new();

    public string Commit => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', _files.OrderBy(file => file.Key).Select(file => file.Key + Sha256(file.Value))))));

    public static async Task<FakeHub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0", "http://[::1]:0");
        var hub = new FakeHub(builder.Build());
        hub._app.Run(hub.AnswerAsync);
        await hub._app.StartAsync();
        var addresses = hub
            ._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses;
        hub.Address = new Uri(addresses.First(address => address.Contains("127.0.0.1", StringComparison.Ordinal)));
        hub.Storage = new Uri(addresses.First(address => address.Contains("[::1]", StringComparison.Ordinal)));
        return hub;
    }

    public FakeHub Add(string path, byte[] content)
    {
        _files[path] = content;
        return this;
    }

    public FakeHub Add(string path, string content) => Add(path, Encoding.UTF8.GetBytes(content));

    /// <summary>A repository that the test families read, with weights of about this many bytes.</summary>
    public FakeHub AddToyModel(int weightBytes = 300_000, int seed = 1) => this
        .Add("config.json", """{"model_type": "toy"}""")
        .Add("README.md", "# Toy")
        .Add("modeling_toy.py", "print('never downloaded')")
        .Add("model.safetensors", Safetensors.Create(weightBytes, seed));

    public FakeHub Break(Fault fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }

        return this;
    }

    public int CountRequests(string part) => Requests.Count(line => line.Contains(part, StringComparison.Ordinal));

    public byte[] Content(string path) => _files[path];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string GitOid(byte[] content) => Convert.ToHexStringLower(
        SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path} {context.Request.Headers.Range}");
        if (Take<StatusFault>(path) is { } status)
        {
            context.Response.StatusCode = status.Code;
            return;
        }

        if (path.StartsWith("/storage/", StringComparison.Ordinal))
        {
            StorageCredentials.Enqueue(context.Request.Headers.Authorization.ToString());
            await SendFileAsync(context, path["/storage/".Length..]);
            return;
        }

        if (IsGated && context.Request.Headers.Authorization != $"Bearer {GoodToken}")
        {
            await RefuseAsync(context, context.Request.Headers.Authorization.Count == 0 ? 401 : 403, "GatedRepo");
            return;
        }

        string[] parts = path.Trim('/').Split('/');
        if (path.StartsWith($"/api/models/{Repository}/revision/", StringComparison.Ordinal))
        {
            await (
                parts[^1] == "main" || parts[^1] == Commit
                    ? DescribeAsync(context)
                    : RefuseAsync(context, 404, "RevisionNotFound"));
        }
        else if (path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal))
        {
            await ResolveAsync(context, string.Join('/', parts[4..]));
        }
        else
        {
            await RefuseAsync(context, 401, "RepoNotFound");
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.Headers["X-Error-Code"] = code;
        return Task.CompletedTask;
    }

    private Task DescribeAsync(HttpContext context)
    {
        var siblings = _files.Select(file =>
        {
            var item = new JsonObject { ["rfilename"] = file.Key, ["size"] = file.Value.Length };
            if (file.Value.Length >= LargeFrom)
            {
                item["lfs"] = new JsonObject { ["sha256"] = Sha256(file.Value), ["size"] = file.Value.Length };
            }

            return (JsonNode)item;
        });
        var info = new JsonObject
        {
            ["id"] = Repository,
            ["sha"] = Commit,
            ["cardData"] = new JsonObject { ["license"] = CardLicence },
            ["siblings"] = new JsonArray([.. siblings]),
        };
        return context.Response.WriteAsync(info.ToJsonString());
    }

    private Task ResolveAsync(HttpContext context, string path)
    {
        if (!_files.TryGetValue(path, out byte[]? content))
        {
            return RefuseAsync(context, 404, "EntryNotFound");
        }

        if (content.Length < LargeFrom)
        {
            context.Response.Headers.ETag = HasHonestTags ? $"\"{GitOid(content)}\"" : $"\"{path.Length}-mirror\"";
            return SendFileAsync(context, path);
        }

        context.Response.StatusCode = 302;
        context.Response.Headers["X-Linked-ETag"] = $"\"{Sha256(content)}\"";
        context.Response.Headers.Location = new Uri(Storage, $"/storage/{path}").AbsoluteUri;
        return Task.CompletedTask;
    }

    private async Task SendFileAsync(HttpContext context, string path)
    {
        byte[] content = _files[path];
        var response = context.Response;
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        int from = (int)(range?.From ?? 0);
        if (from >= content.Length && range is not null)
        {
            response.StatusCode = 416;
            return;
        }

        byte[] body = content[from..];
        if (Take<CorruptFault>(path) is { } corrupt)
        {
            body[Math.Min(corrupt.Offset, body.Length - 1)] ^= 1;
        }

        response.StatusCode = range is null ? 200 : 206;
        response.Headers.AcceptRanges = "bytes";
        if (range is not null)
        {
            response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        response.ContentLength = body.Length;
        await SendBodyAsync(context, path, body);
    }

    private async Task SendBodyAsync(HttpContext context, string path, byte[] body)
    {
        if (Take<HoldFault>(path) is { } hold)
        {
            await context.Response.Body.WriteAsync(
                body.AsMemory(0, Math.Min(hold.AfterBytes, body.Length)),
                context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            hold.Reached.TrySetResult();
            await hold.Release.Task.WaitAsync(context.RequestAborted);
            context.Abort();
        }
        else if (Take<DropFault>(path) is { } drop)
        {
            // Less than announced: the server closes in order, so that what was sent arrives (an abort would drop it).
            await context.Response.Body.WriteAsync(
                body.AsMemory(0, Math.Min(drop.AfterBytes, body.Length)),
                context.RequestAborted);
        }
        else
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private TFault? Take<TFault>(string path)
        where TFault : Fault
    {
        lock (_faults)
        {
            var fault = _faults
                .OfType<TFault>()
                .FirstOrDefault(fault => fault.Left > 0 && path.Contains(fault.Part, StringComparison.Ordinal));
            if (fault is not null)
            {
                fault.Left--;
            }

            return fault;
        }
    }
}
