using System.Text.Json.Nodes;
using Tollama.Client.Errors;

namespace Tollama.Client.Agents;

/// <summary>A failure as agents read it (contract/agents §1): compact JSON, keys sorted.</summary>
public static class ErrorPayload
{
    /// <summary>The payload.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="withHint">Whether the daemon's advice belongs to it, as over MCP.</param>
    public static JsonObject Of(DaemonException failure, bool withHint)
    {
        var error = new JsonObject
        {
            ["category"] = failure.Category.Name(),
            ["exit_code"] = failure.Category.ExitCode(),
        };
        if (withHint && failure.Hint is { } hint)
        {
            error["hint"] = hint;
        }

        error["message"] = failure.Message;
        return new JsonObject { ["error"] = error };
    }
}
