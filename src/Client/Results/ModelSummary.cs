using System.Text.Json;

namespace Tollama.Client.Results;

/// <summary>A model of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Family">Its family; null when the list does not say.</param>
/// <param name="SizeBytes">Bytes of its files; null when the list does not say.</param>
/// <param name="Details">Everything that the daemon says of it.</param>
public sealed record ModelSummary(string Name, string? Family, long? SizeBytes, JsonElement Details);
