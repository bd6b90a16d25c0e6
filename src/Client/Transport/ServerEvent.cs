using System.Text.Json;

namespace Tollama.Client.Transport;

/// <summary>An event of a server-sent stream (contract/http-api §18.5).</summary>
/// <param name="Name">What happened: <c>forecast.complete</c>.</param>
/// <param name="Data">Its facts.</param>
public sealed record ServerEvent(string Name, JsonElement Data);
