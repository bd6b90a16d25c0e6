using Orleans.Runtime;
using Orleans.Storage;
using Tollama.Core.Persistence;

namespace Tollama.Actors.State;

/// <summary>Notes kept where Orleans keeps grain states.</summary>
internal sealed class GrainNotes(IGrainStorage storage) : ISharedNotes
{
    private const string State = "note";

    /// <summary>Writes that another's may come between.</summary>
    private const int MostTries = 3;

    public async Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new Orleans.GrainState<T>(new T());
        await storage.ReadStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
        return stored.RecordExists ? stored.State : null;
    }

    public async Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
        where T : class, new()
    {
        for (int tries = 1; ; tries++)
        {
            var stored = new Orleans.GrainState<T>(new T());
            await storage.ReadStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
            stored.State = value;
            try
            {
                await storage.WriteStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
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
