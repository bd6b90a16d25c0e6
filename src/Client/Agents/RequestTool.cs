using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Client.Errors;
using Tollama.Core.Errors;

namespace Tollama.Client.Agents;

/// <summary>A tool whose <c>request</c> is the body of one route.</summary>
internal sealed record RequestTool
{
    private const string Models = "Example models: mock, chronos2, chronos-bolt-small, granite-ttm-r2, naive, theta.";

    private string Name { get; init; } = string.Empty;

    private string Route { get; init; } = string.Empty;

    /// <summary>What it is for and what it needs.</summary>
    public string Purpose { get; init; } = string.Empty;

    /// <summary>An example of its <c>request</c>.</summary>
    public string Example { get; init; } = string.Empty;

    /// <summary>Refuses a body that breaks the route's schema; null where only the daemon knows it.</summary>
    public Action<ReadOnlyMemory<byte>>? Check { get; init; }

    /// <summary>Whether the route streams unless it is told not to.</summary>
    public bool IsUnstreamed { get; init; }

    /// <summary>Whether members that are null are left out of the result.</summary>
    public bool DropsNulls { get; init; }

    /// <summary>Whether it changes nothing on the daemon's machine.</summary>
    public bool IsReadOnly { get; init; } = true;

    /// <summary>Whether it belongs to the functions of agent frameworks too.</summary>
    public bool IsFunction { get; init; } = true;

    /// <summary>Starts a description.</summary>
    public static RequestTool Create(string name, string route) => new() { Name = name, Route = route };

    /// <summary>The tool.</summary>
    public static implicit operator AgentTool(RequestTool tool) => new(tool.Name, tool.RunAsync)
    {
        Description = $$"""{{tool.Purpose}} {{Models}} Example: {"request":{{tool.Example}}}""",
        Arguments =
        [
            new ToolArgument("request", ToolArgumentType.Map, $"Body of POST {tool.Route}.") { IsRequired = true },
        ],
        IsReadOnly = tool.IsReadOnly,
        IsFunction = tool.IsFunction,
    };

    private async Task<JsonElement> RunAsync(AgentToolCall call, CancellationToken cancellationToken)
    {
        var body = call.Request;
        Validate(body);
        if (IsUnstreamed)
        {
            var unstreamed = JsonObject.Create(body)!; // the schema asks for an object
            unstreamed["stream"] = false;
            body = JsonElement.Parse(unstreamed.ToJsonString());
        }

        var reply = await call.Transport.PostAsync(Route, body, Words(), cancellationToken);
        return DropsNulls ? NullDropping.Apply(reply) : reply;
    }

    private void Validate(JsonElement body)
    {
        try
        {
            Check?.Invoke(JsonSerializer.SerializeToUtf8Bytes(body, JsonContext.Default.JsonElement));
        }
        catch (ValidationException fault)
        {
            string detail = string.Join("; ", fault.Issues.Select(issue => issue.Describe()));
            throw new DaemonException(ErrorCategory.InvalidRequest, $"{Words()} failed: {detail}", fault)
            {
                Detail = detail,
            };
        }
    }

    private string Words() => Name["tollama_".Length..].Replace('_', ' ');
}
