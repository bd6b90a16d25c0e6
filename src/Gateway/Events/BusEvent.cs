using System.Text.Json.Nodes;

namespace Tollama.Gateway.Events;

/// <summary>One event of the bus.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="At">When it happened.</param>
/// <param name="Name">Its name.</param>
/// <param name="Data">Its data; shared by every listener, so nobody changes them.</param>
internal sealed record BusEvent(string Id, DateTimeOffset At, string Name, JsonObject Data);
