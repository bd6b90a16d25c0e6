using Tollama.Core.Errors;
using Tollama.Core.Persistence;

namespace Tollama.Silo.Tests.Cluster;

/// <summary>Notes that can be away, or lose their answers.</summary>
internal sealed class AwayNotes : ISharedNotes
{
    private readonly MemoryNotes _kept = new();

    /// <summary>Whether nothing can be read or written.</summary>
    public bool IsAway { get; set; }

    /// <summary>Writes from now on that are carried out and not confirmed.</summary>
    public int LostAnswers { get; set; }

    public Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new() => IsAway ? throw Away() : _kept.ReadAsync<T>(name, cancellationToken);

    public async Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        if (IsAway)
        {
            throw Away();
        }

        var changed = await _kept.ChangeAsync(name, change, cancellationToken);
        return LostAnswers-- > 0 ? throw Away() : changed;
    }

    public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new() => throw new NotSupportedException();

    private static TollamaException Away() => new(ErrorCode.Unavailable, "away");
}
