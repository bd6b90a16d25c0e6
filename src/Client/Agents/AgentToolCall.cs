using System.Text.Json;
using Tollama.Client.Errors;
using Tollama.Client.Transport;
using Tollama.Core.Catalog;

namespace Tollama.Client.Agents;

/// <summary>One call of a tool: its arguments, already checked, and the daemon to ask.</summary>
internal sealed class AgentToolCall : IDisposable
{
    private readonly JsonElement _arguments;
    private readonly Lazy<DaemonTransport> _transport;

    /// <summary>Creates the call; a connection is made when something is sent.</summary>
    /// <exception cref="DaemonException">InvalidRequest: <c>base_url</c> is no http(s) address.</exception>
    public AgentToolCall(JsonElement arguments, AgentToolOptions options)
    {
        _arguments = arguments;
        Registry = options.Registry;
        var client = options.Client;
        if (Text("base_url") is { } address)
        {
            client = client with
            {
                BaseUrl =
                    Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                        ? uri
                        : throw new DaemonException(
                            ErrorCategory.InvalidRequest,
                            $"'base_url' is '{address}'; it must be an http or https address."),
            };
        }

        if (Find("timeout") is { } seconds)
        {
            client = client with
            {
                Timeout = TimeSpan.FromSeconds(Math.Min(seconds.GetDouble(), int.MaxValue / 1000.0)),
            };
        }

        _transport = new Lazy<DaemonTransport>(() => new DaemonTransport(client));
    }

    /// <summary>Models to recommend from.</summary>
    public IReadOnlyList<RegistryEntry> Registry { get; }

    /// <summary>The daemon.</summary>
    public DaemonTransport Transport => _transport.Value;

    /// <summary>A text argument; null when it was not given.</summary>
    public string? Text(string name) => Find(name)?.GetString();

    /// <summary>A flag; false when it was not given.</summary>
    public bool Flag(string name) => Find(name)?.GetBoolean() ?? false;

    /// <summary>A whole number; null when it was not given.</summary>
    public int? Integer(string name) => Find(name)?.GetInt32();

    /// <summary>The <c>request</c> argument.</summary>
    public JsonElement Request => _arguments.GetProperty("request");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_transport.IsValueCreated)
        {
            _transport.Value.Dispose();
        }
    }

    private JsonElement? Find(string name) =>
        _arguments.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
