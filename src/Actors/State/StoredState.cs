namespace Tollama.Actors.State;

/// <summary>A state as it lies in a file.</summary>
internal sealed record StoredState<T>(string Grain, string Etag, T State);
