using System.Text.Json;
using Tollama.Silo.Hub;

namespace Tollama.Silo.Pulling;

/// <summary>
/// Which files of a repository a model needs: its descriptions, its licence, and one form of its weights.
/// </summary>
internal static class CheckpointFiles
{
    private const string Safetensors = ".safetensors";
    private const string SingleWeights = "model" + Safetensors;

    /// <summary>The file that names the shards of a checkpoint.</summary>
    public const string ShardIndex = "model.safetensors.index.json";

    /// <summary>
    /// Small files that say what the weights are: JSON and YAML at the top of the repository, licence, notice, model
    /// card.
    /// </summary>
    public static IReadOnlyList<HubFile> SelectDescriptions(IReadOnlyList<HubFile> files) =>
        files.Where(file => IsTop(file) && IsDescription(file.Path)).ToList();

    /// <summary>
    /// The weights, in the first form that the repository has: one safetensors file; the shards that its index names;
    /// any safetensors files; torch checkpoints.
    /// </summary>
    /// <param name="files">Every file of the commit.</param>
    /// <param name="shards">Names from the shard index; null when there is none.</param>
    /// <param name="checkpoint">File that the registry names; null when it names none.</param>
    /// <exception cref="HubException">Broken: a shard is missing. FileNotFound: there are no weights.</exception>
    public static IReadOnlyList<HubFile> SelectWeights(
        IReadOnlyList<HubFile> files, IReadOnlyList<string>? shards, string? checkpoint)
    {
        if (checkpoint is not null)
        {
            return [Find(files, checkpoint)];
        }

        var single = files.Where(file => file.Path == SingleWeights).ToList();
        if (single.Count > 0)
        {
            return single;
        }

        if (shards is not null)
        {
            return shards.Select(shard => Find(files, shard)).ToList();
        }

        string[] forms = [Safetensors, ".ckpt", ".bin", ".pt", ".pth"];
        return forms
                .Select(form =>
                    files.Where(file => IsTop(file) && file.Path.EndsWith(form, StringComparison.Ordinal)).ToList())
                .FirstOrDefault(found => found.Count > 0)
            ?? throw new HubException(
                HubFault.FileNotFound, $"The repository has no weights ({SingleWeights}); is it a model repository?");
    }

    /// <summary>Whether a file holds weights in the form that the families read.</summary>
    public static bool IsSafetensors(HubFile file) => file.Path.EndsWith(Safetensors, StringComparison.Ordinal);

    /// <summary>The shard names in an index file.</summary>
    /// <exception cref="HubException">
    /// Broken: the index is not what it should be, or a name leaves the folder.
    /// </exception>
    public static IReadOnlyList<string> ReadShards(ReadOnlyMemory<byte> index)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            var shards = document.RootElement.GetProperty("weight_map").EnumerateObject()
                .Select(tensor => tensor.Value.GetString() ?? string.Empty)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .ToList();
            string? unsafeName = shards.Find(shard => !HubFileName.IsSafe(shard));
            return unsafeName is null
                ? shards
                : throw new HubException(
                    HubFault.Broken, $"'{ShardIndex}' names a shard '{unsafeName}', which leaves the model's folder.");
        }
        catch (Exception inner) when (inner is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HubException(HubFault.Broken, $"'{ShardIndex}' is not a shard index ({inner.Message}).", inner);
        }
    }

    private static HubFile Find(IReadOnlyList<HubFile> files, string name) =>
        files.FirstOrDefault(file => file.Path == name)
        ?? throw new HubException(
            HubFault.Broken,
            $"The repository lacks '{name}', which its own description or the registry names.");

    private static bool IsTop(HubFile file) => !file.Path.Contains('/', StringComparison.Ordinal);

    private static bool IsDescription(string name)
    {
        string upper = name.ToUpperInvariant();
        return upper.EndsWith(".JSON", StringComparison.Ordinal)
            || upper.EndsWith(".YAML", StringComparison.Ordinal)
            || upper.EndsWith(".YML", StringComparison.Ordinal)
            || upper.StartsWith("LICENSE", StringComparison.Ordinal)
            || upper.StartsWith("LICENCE", StringComparison.Ordinal)
            || upper.StartsWith("NOTICE", StringComparison.Ordinal)
            || upper == "README.MD";
    }
}
