using Tollama.Actors.Abstractions;
using Tollama.Core.Persistence;

namespace Tollama.Actors.State;

/// <summary>Notes kept where grain states are.</summary>
internal sealed class GrainNotes(IGrainStorage storage) : ISharedNotes
{
    private const string State = "note";

    /// <summary>Writes that another's may come between.</summary>
    private const int MostTries = 3;

    public async Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new GrainState<T>();
        await storage.ReadStateAsync(State, Id(name), stored, cancellationToken);
        return stored.RecordExists ? stored.State : null;
    }

    public async Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
        where T : class, new()
    {
        for (int tries = 1; ; tries++)
        {
            var stored = new GrainState<T>();
            await storage.ReadStateAsync(State, Id(name), stored, cancellationToken);
            stored.State = value;
            try
            {
                await storage.WriteStateAsync(State, Id(name), stored, cancellationToken);
                return;
            }
            catch (InconsistentStateException) when (tries < MostTries)
            {
                // Somebody else wrote in between: the last one wins.
            }
        }
    }

    private static GrainId Id(string name) => GrainId.Create("note", name);
}
