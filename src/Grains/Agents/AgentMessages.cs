using System.Globalization;
using System.Text.Json.Nodes;

namespace Tollama.Grains.Agents;

/// <summary>Parts of a task's document in the agent protocol (agents §7).</summary>
public static class AgentMessages
{
    /// <summary>A part of a message that holds a text.</summary>
    public static JsonObject Text(string text) => new() { ["mediaType"] = "text/plain", ["text"] = text };

    /// <summary>A message of the daemon about a task, with one part.</summary>
    public static JsonObject Say(string task, string context, JsonObject part) => new()
    {
        ["messageId"] = Guid.NewGuid().ToString("N"),
        ["contextId"] = context,
        ["taskId"] = task,
        ["role"] = "agent",
        ["parts"] = new JsonArray(part),
    };

    /// <summary>A state, since when, and what is told of it.</summary>
    public static JsonObject Status(string state, DateTimeOffset since, JsonObject? message)
    {
        var status = new JsonObject
        {
            ["state"] = state,
            ["timestamp"] = since.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        };
        if (message is not null)
        {
            status["message"] = message;
        }

        return status;
    }
}
