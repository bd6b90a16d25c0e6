using System.Text.Json;
using Tollama.Client.Errors;

namespace Tollama.Client.Wire;

/// <summary>Reads members of replies; one that is missing or of another kind makes the whole reply unusable.</summary>
internal static class ReplyReader
{
    /// <summary>Reads a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="action">What was being done, for the message.</param>
    /// <param name="read">Takes the reply apart.</param>
    /// <exception cref="DaemonException">InvalidRequest: the reply is not as the contract has it.</exception>
    public static T Read<T>(JsonElement reply, string action, Func<JsonElement, T> read)
    {
        try
        {
            return read(reply);
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DaemonException(
                ErrorCategory.InvalidRequest,
                $"{action} failed: the answer is not as expected ({fault.Message})",
                fault)
            {
                Status = System.Net.HttpStatusCode.OK,
            };
        }
    }

    /// <summary>A member that is not null; null when it is, or is absent.</summary>
    public static JsonElement? Find(this JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A text member.</summary>
    public static string Text(this JsonElement value, string name) => value.GetProperty(name).GetString()
        ?? throw new InvalidOperationException($"'{name}' is null");

    /// <summary>The texts of a list; none when it is null or absent.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement value, string name) =>
        [.. value.Items(name).Select(item => item.GetString() ?? string.Empty)];

    /// <summary>The items of a list; none when it is null or absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Find(name) is { } list ? list.EnumerateArray() : [];
}
