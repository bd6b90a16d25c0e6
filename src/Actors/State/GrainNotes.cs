using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;

namespace Tollama.Actors.State;

/// <summary>Notes kept where grain states are.</summary>
internal sealed class GrainNotes(IGrainStorage storage) : ISharedNotes
{
    private const string State = "note";

    /// <summary>Writes that others' may come between.</summary>
    private const int MostTries = 5;

    public async Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new GrainState<T>();
        await TryAsync(name, () => storage.ReadStateAsync(State, Id(name), stored, cancellationToken));
        return stored.RecordExists ? stored.State : null;
    }

    public async Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new GrainState<T>();
        await RepeatAsync(
            name,
            async () =>
            {
                await storage.ReadStateAsync(State, Id(name), stored, cancellationToken);
                stored.State = change(stored.State);
                await storage.WriteStateAsync(State, Id(name), stored, cancellationToken);
            });
        return stored.State;
    }

    public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        var stored = new GrainState<T>();
        return RepeatAsync(
            name,
            async () =>
            {
                await storage.ReadStateAsync(State, Id(name), stored, cancellationToken);
                if (stored.ETag is not null)
                {
                    await storage.ClearStateAsync(State, Id(name), stored, cancellationToken);
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
                throw Away(name, fault); // also the end of a silo that was replaced
            }
        }
    }

    private static async Task TryAsync(string name, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (TableUnavailableException fault)
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
