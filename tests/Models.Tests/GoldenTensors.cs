using System.Text.Json;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests;

/// <summary>
/// Recorded tensors of an official implementation: inputs, intermediate values and outputs of one call.
/// </summary>
public sealed class GoldenTensors : IDisposable
{
    private readonly SafetensorsFile _file;

    private GoldenTensors(SafetensorsFile file, JsonElement call)
    {
        _file = file;
        Call = call;
    }

    /// <summary>What the call was.</summary>
    public JsonElement Call { get; }

    /// <summary>
    /// Opens <c>tests/golden/family/forward/name</c>, or the shared one where the selection leaves it out.
    /// </summary>
    public static GoldenTensors Open(string family, string name)
    {
        string path = Golden.Find(family, $"forward/{name}.json", $"forward/{family}/{name}.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new GoldenTensors(
            SafetensorsFile.Open(Path.ChangeExtension(path, "safetensors")), document.RootElement.Clone());
    }

    /// <summary>Folder of the checkpoint that the call was made on.</summary>
    public string Checkpoint(string family)
    {
        string repository = Call.GetProperty("checkpoint").GetString()!;
        return Golden.Find(family, $"hub/{repository.Split('/')[1]}", $"hub/{repository}");
    }

    /// <summary>Sizes of a tensor.</summary>
    public int[] Shape(string name) => [.. Get(name).Shape.Select(size => (int)size)];

    /// <summary>Elements of a tensor.</summary>
    public float[] Floats(string name) => Get(name).ToFloats();

    /// <summary>A matrix as rows.</summary>
    public float[][] Rows(string name)
    {
        float[] all = Floats(name);
        return [.. all.Chunk(all.Length / Shape(name)[0])];
    }

    /// <summary>Whether there is such a tensor.</summary>
    public bool Has(string name) => _file.TryGet(name, out _);

    public void Dispose() => _file.Dispose();

    private TensorView Get(string name) =>
        _file.TryGet(name, out var tensor) ? tensor : throw new KeyNotFoundException(name);
}
