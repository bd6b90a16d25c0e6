using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Client.Errors;

namespace Tollama.Client.Agents;

/// <summary>
/// A tool that an agent may call (contract/agents §3, §4): what it is for, what it takes, what it does.
/// </summary>
public sealed class AgentTool
{
    private static readonly ToolArgument[] ConnectionArguments =
    [
        new("base_url", ToolArgumentType.Text, "Address of the daemon; default http://localhost:11435.")
        {
            IsNullable = true,
        },
        new("timeout", ToolArgumentType.Number, "Longest wait for an answer, in seconds; default 10.")
        {
            IsNullable = true,
            Above = 0,
        },
    ];

    private readonly Func<AgentToolCall, CancellationToken, Task<JsonElement>> _run;

    /// <summary>Creates the tool.</summary>
    internal AgentTool(string name, Func<AgentToolCall, CancellationToken, Task<JsonElement>> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>Its name: <c>tollama_forecast</c>.</summary>
    public string Name { get; }

    /// <summary>What it is for: required inputs, example models, one example of a call.</summary>
    public required string Description { get; init; }

    /// <summary>Its own arguments, without those that name the daemon.</summary>
    public IReadOnlyList<ToolArgument> Arguments { get; init; } = [];

    /// <summary>Whether it changes nothing on the daemon's machine.</summary>
    public bool IsReadOnly { get; init; } = true;

    /// <summary>Whether it belongs to the functions of agent frameworks too, not only to MCP.</summary>
    public bool IsFunction { get; init; } = true;

    /// <summary>Its arguments as a JSON schema; unknown ones are refused.</summary>
    /// <param name="withConnection">Whether a call may name the daemon and the timeout.</param>
    public JsonElement Schema(bool withConnection)
    {
        var arguments = All(withConnection).ToList();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(arguments.Select(
                argument => KeyValuePair.Create<string, JsonNode?>(argument.Name, argument.ToSchema()))),
            ["additionalProperties"] = false,
        };
        if (arguments.Exists(argument => argument.IsRequired))
        {
            schema["required"] = new JsonArray([.. arguments
                .Where(argument => argument.IsRequired)
                .Select(argument => (JsonNode)JsonValue.Create(argument.Name))]);
        }

        return JsonElement.Parse(schema.ToJsonString());
    }

    /// <summary>Checks the arguments and calls the tool. Nothing is sent before every argument is right.</summary>
    /// <param name="arguments">The arguments, an object.</param>
    /// <param name="options">The daemon; a call may name another.</param>
    /// <param name="withConnection">Whether it may.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DaemonException">The arguments or the request are wrong, or the daemon refuses.</exception>
    public async Task<JsonElement> CallAsync(
        JsonElement arguments,
        AgentToolOptions options,
        bool withConnection,
        CancellationToken cancellationToken = default)
    {
        Check(arguments, withConnection);
        using var call = new AgentToolCall(arguments, options);
        return await _run(call, cancellationToken);
    }

    private IEnumerable<ToolArgument> All(bool withConnection) =>
        withConnection ? Arguments.Concat(ConnectionArguments) : Arguments;

    private void Check(JsonElement arguments, bool withConnection)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("the arguments must be an object");
        }

        var known = All(withConnection).ToDictionary(argument => argument.Name, StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var member in arguments.EnumerateObject())
        {
            string? problem = known.TryGetValue(member.Name, out var argument)
                ? argument.FindProblem(member.Value)
                : $"'{member.Name}' is not an argument";
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        problems.AddRange(known.Values
            .Where(argument => argument.IsRequired && !arguments.TryGetProperty(argument.Name, out _))
            .Select(argument => $"'{argument.Name}' is missing"));
        if (problems.Count > 0)
        {
            throw Wrong(string.Join("; ", problems));
        }
    }

    private DaemonException Wrong(string problem) =>
        new(ErrorCategory.InvalidRequest, $"{Name}: {problem}.") { Detail = problem };
}
