using System.Collections.Immutable;
using System.Text.Json;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>Everything of a checkpoint but its numbers.</summary>
public sealed record CheckpointTemplate
{
    internal static readonly JsonSerializerOptions ConfigFormat = new() { WriteIndented = true };

    /// <summary>Name of the published model that it resembles: <c>chronos-bolt-base</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it has the published dimensions.</summary>
    public required CheckpointSize Size { get; init; }

    /// <summary>Its <c>config.json</c>, with the keys that the authors publish.</summary>
    public required string Config { get; init; }

    /// <summary>
    /// Tensors that the family's own reader would not name: those that it never reads, and those whose shapes it takes
    /// from the file. All others follow from <see cref="Config"/>.
    /// </summary>
    public ImmutableArray<TensorSpec> Tensors { get; init; } = [];
}
