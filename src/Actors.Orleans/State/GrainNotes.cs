using System.Data.Common;
using Orleans.Runtime;
using Orleans.Storage;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using ErrorCode = Tollama.Core.Errors.ErrorCode;

namespace Tollama.Actors.State;

/// <summary>Notes kept where Orleans keeps grain states.</summary>
internal sealed class GrainNotes(IGrainStorage storage) : ISharedNotes
{
    private const string State = "note";

    /// <summary>Writes that others' may come between.</summary>
    private const int MostTries = 5;

    public async Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new Orleans.GrainState<T>(new T());
        await TryAsync(name, () => storage.ReadStateAsync(State, Id(name), stored).WaitAsync(cancellationToken));
        return stored.RecordExists ? stored.State : null;
    }

    public async Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new Orleans.GrainState<T>(new T());
        var changed = new T();
        await RepeatAsync(
            name,
            async () =>
            {
                await storage.ReadStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
                stored.State = changed = change(stored is { RecordExists: true, State: { } state } ? state : new T());
                await storage.WriteStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
            });
        return changed;
    }

    public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new Orleans.GrainState<T>(new T());
        return RepeatAsync(
            name,
            async () =>
            {
                await storage.ReadStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
                if (stored.RecordExists)
                {
                    await storage.ClearStateAsync(State, Id(name), stored).WaitAsync(cancellationToken);
                }
            });
    }

    private static async Task RepeatAsync(string name, Func<Task> step)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await TryAsync(name, step);
                return;
            }
            catch (InconsistentStateException) when (tries < MostTries)
            {
                // Somebody else wrote in between: once more, on what they have made of it.
            }
            catch (InconsistentStateException fault)
            {
                throw Away(name, fault);
            }
        }
    }

    private static async Task TryAsync(string name, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            throw Away(name, fault);
        }
    }

    private static TollamaException Away(string name, Exception fault) => new(
        ErrorCode.Unavailable, $"'{name}' cannot be read or kept now: {fault.Message} Retry later.", fault)
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    private static GrainId Id(string name) => GrainId.Create("note", name);
}
