using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>Who waits for a copy.</summary>
/// <param name="Key">Keys get equal shares.</param>
/// <param name="Class">Work in bulk lets others by.</param>
internal readonly record struct Asker(string Key, WorkClass Class);
