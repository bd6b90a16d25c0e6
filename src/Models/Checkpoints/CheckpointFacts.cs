using System.Collections.Concurrent;
using Tollama.Core.Inference;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// What a family reads off a checkpoint's config before anything is loaded, to refuse early; kept until the file
/// changes.
/// </summary>
/// <typeparam name="T">What is read.</typeparam>
/// <param name="read">Reads it from a folder.</param>
internal sealed class CheckpointFacts<T>(Func<string, T> read)
    where T : class
{
    private readonly ConcurrentDictionary<string, (DateTime Written, T Facts)> _known = new(StringComparer.Ordinal);

    /// <summary>The facts of a model; null where its files are not on this machine.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a config that cannot be computed.</exception>
    public T? TryGet(ModelArtifact artifact)
    {
        if (artifact.SnapshotPath is not { } folder)
        {
            return null;
        }

        var file = new FileInfo(Path.Combine(folder, ConfigSection.FileName));
        if (!file.Exists)
        {
            return null;
        }

        if (_known.TryGetValue(folder, out var known) && known.Written == file.LastWriteTimeUtc)
        {
            return known.Facts;
        }

        var facts = read(folder);
        _known[folder] = (file.LastWriteTimeUtc, facts);
        return facts;
    }
}
