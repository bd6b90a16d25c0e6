using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>
/// The weights of a checkpoint folder: one <c>model.safetensors</c>, or several shards named by
/// <c>model.safetensors.index.json</c>.
/// </summary>
public sealed class SafetensorsCheckpoint : IDisposable
{
    /// <summary>Name of a checkpoint's only weights file.</summary>
    public const string SingleName = "model.safetensors";

    private const string IndexName = "model.safetensors.index.json";

    private readonly string _path;
    private readonly Dictionary<string, TensorView> _tensors;
    private readonly bool _isPlan;

    private SafetensorsCheckpoint(
        string path, ImmutableArray<SafetensorsFile> files, IEnumerable<TensorView> tensors, bool isPlan = false)
    {
        _path = path;
        Files = files;
        _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _isPlan = isPlan;
    }

    /// <summary>The files, in the order in which the index names them first.</summary>
    public ImmutableArray<SafetensorsFile> Files { get; }

    /// <summary>Every tensor of the checkpoint.</summary>
    public IEnumerable<TensorView> Tensors => _tensors.Values;

    /// <summary>Number of tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>
    /// Bytes that the tensors take once they are loaded: numbers of other precisions are computed with as 32-bit ones.
    /// </summary>
    public long LoadedBytes => _tensors.Values.Sum(
        tensor => tensor.ElementCount * (tensor.DType.IsFloat() ? sizeof(float) : tensor.DType.ByteSize()));

    /// <summary>Opens the weights of a folder.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: no weights, or a broken file or index.</exception>
    public static SafetensorsCheckpoint Open(string folder)
    {
        string single = Path.Combine(folder, SingleName);
        string index = Path.Combine(folder, IndexName);
        if (File.Exists(single))
        {
            return OpenSingle(single);
        }

        return File.Exists(index)
            ? OpenSharded(folder, index)
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Folder '{folder}' holds neither {SingleName} nor {IndexName}; pull the model again.");
    }

    /// <summary>Opens one weights file.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: missing or broken.</exception>
    public static SafetensorsCheckpoint OpenSingle(string path)
    {
        var file = SafetensorsFile.Open(path);
        return new SafetensorsCheckpoint(file.Path, [file], file.Tensors);
    }

    /// <summary>
    /// A checkpoint that is still to be written: asking it for a tensor by name and shape adds that tensor, so that
    /// whoever reads weights from it leaves the list of those it needs. Numbers read as zero. Not for use by several
    /// threads.
    /// </summary>
    /// <param name="folder">Where its weights file will lie.</param>
    /// <param name="given">
    /// Tensors that it has from the start: those whose shapes the reader takes from the file.
    /// </param>
    public static SafetensorsCheckpoint Plan(string folder, IEnumerable<TensorSpec> given)
    {
        string path = Path.GetFullPath(Path.Combine(folder, SingleName));
        return new SafetensorsCheckpoint(path, [], given.Select(spec => new TensorView(spec, path)), isPlan: true);
    }

    /// <summary>The tensor of that name.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out TensorView tensor) =>
        _tensors.TryGetValue(name, out tensor);

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: the checkpoint lacks it.</exception>
    public TensorView Get(string name) =>
        TryGet(name, out var tensor)
            ? tensor
            : throw new TollamaException(
                ErrorCode.ModelUnsupported, $"The checkpoint '{_path}' lacks tensor '{name}'.");

    /// <summary>The tensor of that name, of that shape.</summary>
    /// <param name="name">Name in the checkpoint.</param>
    /// <param name="shape">Dimensions that the config implies.</param>
    /// <exception cref="TollamaException">ModelUnsupported: missing, or of another shape (both are named).</exception>
    public TensorView Get(string name, params ReadOnlySpan<long> shape)
    {
        if (_isPlan && !_tensors.ContainsKey(name))
        {
            _tensors.Add(name, new TensorView(new TensorSpec(name, DType.Float32, [.. shape]), _path));
        }

        var tensor = Get(name);
        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Tensor '{name}' of '{tensor.FilePath}' has the shape [{string.Join(", ", tensor.Shape)}], "
                + $"config.json implies [{string.Join(", ", shape.ToArray())}].");
    }

    /// <summary>Reads every file from end to end (<see cref="SafetensorsFile.ReadThrough"/>).</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TollamaException">ModelUnsupported: a file that cannot be read.</exception>
    public void ReadThrough(CancellationToken cancellationToken)
    {
        foreach (var file in Files)
        {
            file.ReadThrough(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in Files)
        {
            file.Dispose();
        }
    }

    private static SafetensorsCheckpoint OpenSharded(string folder, string indexPath)
    {
        var weightMap = ReadIndex(indexPath);
        var files = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        var tensors = new List<TensorView>(weightMap.Count);
        bool isComplete = false;
        try
        {
            foreach (var (name, shard) in weightMap)
            {
                if (!files.TryGetValue(shard, out var file))
                {
                    file = SafetensorsFile.Open(Path.Combine(folder, shard));
                    files.Add(shard, file);
                }

                tensors.Add(file.TryGet(name, out var tensor)
                    ? tensor
                    : throw BrokenIndex(indexPath, $"it places tensor '{name}' in '{shard}', which lacks it"));
            }

            var checkpoint = new SafetensorsCheckpoint(indexPath, [.. files.Values], tensors);
            isComplete = true;
            return checkpoint;
        }
        finally
        {
            if (!isComplete)
            {
                files.Values.ToList().ForEach(f => f.Dispose());
            }
        }
    }

    private static List<KeyValuePair<string, string>> ReadIndex(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("weight_map", out var map)
                || map.ValueKind != JsonValueKind.Object)
            {
                throw BrokenIndex(path, "it has no object 'weight_map'");
            }

            var pairs = map.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, ShardName(p, path))).ToList();
            return pairs.Count > 0 ? pairs : throw BrokenIndex(path, "its 'weight_map' is empty");
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException)
        {
            throw BrokenIndex(path, "it cannot be read as JSON", e);
        }
    }

    private static string ShardName(JsonProperty property, string path)
    {
        string? name = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
        bool isPlain = name is { Length: > 0 and <= 255 }
            && name.EndsWith(".safetensors", StringComparison.Ordinal)
            && name.AsSpan().IndexOfAny("/\\:\0") < 0;
        return isPlain
            ? name! // isPlain says that it is a text
            : throw BrokenIndex(path, $"tensor '{property.Name}' does not name a .safetensors file of the same folder");
    }

    private static TollamaException BrokenIndex(string path, string what, Exception? inner = null) =>
        new(
            ErrorCode.ModelUnsupported,
            $"'{path}' is not an intact index of weights: {what}. Pull the model again.",
            inner);
}
