using Tollama.Models;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Checkpoints with random numbers, made on this machine.</summary>
internal sealed class LocalCheckpoints : IDisposable
{
    private readonly InferenceEngine _engine = new(new EngineOptions());
    private readonly IReadOnlyList<INetworkFamily> _families;

    /// <summary>Knows every network of this build.</summary>
    public LocalCheckpoints() => _families = [.. ModelFamilies.All(_engine).Families.OfType<INetworkFamily>()];

    /// <summary>What a checkpoint may be asked for by: names of families and of published models.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. _families.Select(family => family.Name)
            .Concat(_families.SelectMany(family => family.Templates).Select(template => template.Name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a folder holds weights already.</summary>
    public static bool HasWeights(string folder) => File.Exists(Path.Combine(folder, SafetensorsCheckpoint.SingleName));

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="name">A family or a published model; one of <see cref="Names"/>.</param>
    /// <param name="isTiny">Whether a tiny one is wanted.</param>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="seed">Same seed, same numbers.</param>
    /// <param name="progress">Told the bytes written so far and in all.</param>
    /// <exception cref="CommandFailedException">No such family or model.</exception>
    public WrittenCheckpoint Write(string name, bool isTiny, string folder, long seed, Action<long, long> progress)
    {
        var size = isTiny ? CheckpointSize.Tiny : CheckpointSize.Published;
        var (family, template) = Find(name, size)
            ?? throw CommandFailedException.Usage(
                $"No network is called '{name}'; choose one of {string.Join(", ", Names)}.");
        var tensors = RandomCheckpoint.Write(family, template, folder, seed, progress);
        long bytes = tensors.Sum(tensor => tensor.ByteLength);
        return new WrittenCheckpoint(family.Name, template.Name, tensors.Count, bytes / sizeof(float), bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private (INetworkFamily Family, CheckpointTemplate Template)? Find(string name, CheckpointSize size)
    {
        var family = _families.FirstOrDefault(one =>
            Is(one.Name, name) || one.Templates.Any(template => Is(template.Name, name)));
        if (family is null)
        {
            return null;
        }

        var sized = family.Templates.Where(template => template.Size == size).ToList();
        return (family, sized.Find(template => Is(template.Name, name)) ?? sized[0]);
    }

    private static bool Is(string name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
