namespace Tollama.Gateway.Events;

/// <summary>One event of the bus.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="At">When it happened.</param>
/// <param name="Name">Its name.</param>
/// <param name="Data">Its data as JSON, keys sorted; shared by every listener.</param>
internal sealed record BusEvent(string Id, DateTimeOffset At, string Name, ReadOnlyMemory<byte> Data);
