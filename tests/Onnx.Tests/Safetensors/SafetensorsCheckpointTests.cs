using Tollama.Core.Errors;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Tests.Safetensors;

public sealed class SafetensorsCheckpointTests : IDisposable
{
    private readonly RawFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Joins_the_shards_that_the_index_names()
    {
        WriteShard("one.safetensors", TensorSpec.Float32("a", 2));
        WriteShard("two.safetensors", TensorSpec.Float32("b", 3));
        WriteIndex("""{"metadata":{"total_size":20},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");

        using var checkpoint = SafetensorsCheckpoint.Open(_file.Folder);

        Assert.Equal(2, checkpoint.Count);
        Assert.Equal(2, checkpoint.Files.Length);
        Assert.Equal(Path.Combine(_file.Folder, "two.safetensors"), checkpoint.Get("b", 3).FilePath);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"two.safetensors"}}""")]
    [InlineData("""{"weight_map":{"b":"one.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""")]
    [InlineData("""{"weight_map":{"a":"..\\one.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":1}}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"weight_map":""")]
    public void Refuses_an_index_that_does_not_fit_the_shards(string index)
    {
        WriteShard("one.safetensors", TensorSpec.Float32("a", 2));
        WriteIndex(index);

        var fault = Assert.Throws<TollamaException>(() => SafetensorsCheckpoint.Open(_file.Folder).Dispose());

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
    }

    [Fact]
    public void Reading_through_stops_when_it_is_given_up_and_names_a_shard_that_has_gone()
    {
        WriteShard("one.safetensors", TensorSpec.Float32("a", 2));
        WriteShard("two.safetensors", TensorSpec.Float32("b", 3));
        WriteIndex("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        using var checkpoint = SafetensorsCheckpoint.Open(_file.Folder);

        checkpoint.ReadThrough(CancellationToken.None);
        Assert.Throws<OperationCanceledException>(
            () => checkpoint.ReadThrough(new CancellationToken(canceled: true)));
        File.Delete(Path.Combine(_file.Folder, "two.safetensors"));
        var fault = Assert.Throws<TollamaException>(() => checkpoint.ReadThrough(CancellationToken.None));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("two.safetensors", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_both_shapes_where_a_tensor_does_not_match_the_config()
    {
        WriteShard("model.safetensors", TensorSpec.Float32("a", 2, 3));
        using var checkpoint = SafetensorsCheckpoint.Open(_file.Folder);

        var fault = Assert.Throws<TollamaException>(() => checkpoint.Get("a", 3, 2));

        Assert.Contains("[2, 3]", fault.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'a'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_is_a_typed_error() =>
        Assert.Equal(
            ErrorCode.ModelUnsupported,
            Assert.Throws<TollamaException>(() => SafetensorsCheckpoint.Open(_file.Folder)).Code);

    private void WriteShard(string name, params TensorSpec[] tensors) =>
        SafetensorsWriter.Write(Path.Combine(_file.Folder, name), tensors, (_, bytes) => bytes.Clear());

    private void WriteIndex(string json) =>
        File.WriteAllText(Path.Combine(_file.Folder, "model.safetensors.index.json"), json);
}
