using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tollama.Core.Errors;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Tests.Runtime;

/// <summary>The engine finds weights wherever a checkpoint keeps them.</summary>
public sealed class WeightFolderTests(EngineFixture fixture) : IClassFixture<EngineFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Weights_behind_links_are_computed_with()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        string blobs = Directory.CreateDirectory(Path.Combine(_folder, "blobs")).FullName;
        string snapshot = Directory.CreateDirectory(Path.Combine(_folder, "snapshot")).FullName;
        Write(Path.Combine(blobs, "0123abcd"), "w", "b");
        File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), Path.Combine("..", "blobs", "0123abcd"));

        Assert.Equal([3f, 7f], Compute(snapshot));
    }

    [SkippableFact]
    public void Weights_of_several_shards_are_computed_with()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Write(Path.Combine(_folder, "one.safetensors"), "w");
        Write(Path.Combine(_folder, "two.safetensors"), "b");
        File.WriteAllText(
            Path.Combine(_folder, "model.safetensors.index.json"),
            """{"weight_map":{"w":"one.safetensors","b":"two.safetensors"}}""");

        Assert.Equal([3f, 7f], Compute(_folder));
    }

    [SkippableFact]
    public void Weights_at_an_odd_place_of_the_file_are_computed_with()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        string header =
            """{"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[2],"data_offsets":[16,24]}}""";
        byte[] json = System.Text.Encoding.UTF8.GetBytes(header.PadRight(header.Length + ((header.Length + 1) % 2)));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        float[] values = [1, 2, 3, 4, 0, 0];
        File.WriteAllBytes(
            Path.Combine(_folder, "model.safetensors"),
            [.. length, .. json, .. MemoryMarshal.AsBytes(values.AsSpan())]);

        Assert.Equal(1, (length.Length + json.Length) % 2);
        Assert.Equal([3f, 7f], Compute(_folder));
    }

    [SkippableFact]
    public void A_session_computes_on_after_its_checkpoint_is_disposed()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Write(Path.Combine(_folder, "model.safetensors"), "w", "b");
        Session session;
        using (var checkpoint = SafetensorsCheckpoint.Open(_folder))
        {
            session = fixture.Engine.CreateSession(Model(checkpoint), checkpoint, SessionSettings.Default, default);
        }

        using (session)
        {
            using var x = TensorValue.Wrap<float>(fixture.Engine, new float[] { 1, 1 }, 1, 2);
            using var result = session.Run([new NamedTensor("x", x)], default);
            Assert.Equal([3f, 7f], result["y"].AsSpan<float>().ToArray());
        }
    }

    [SkippableFact]
    public void A_weight_outside_its_file_is_refused_before_the_engine_sees_it()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Write(Path.Combine(_folder, "model.safetensors"), "w", "b");
        using var checkpoint = SafetensorsCheckpoint.Open(_folder);
        var model = Model(checkpoint);
        var moved = model with { Weights = [model.Weights[0] with { Offset = 1 << 20 }] };

        var fault = Assert.Throws<TollamaException>(
            () => fixture.Engine.CreateSession(moved, checkpoint, SessionSettings.Default, default).Dispose());

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("'w'", fault.Message, StringComparison.Ordinal);
    }

    private static OnnxModel Model(SafetensorsCheckpoint checkpoint)
    {
        var g = new GraphBuilder("linear");
        var x = g.Input("x", DType.Float32, "rows", 2);
        g.Output("y", x.Linear(g.Weight(checkpoint.Get("w", 2, 2)), g.Weight(checkpoint.Get("b", 2))));
        return ModelWriter.Write(g.Build());
    }

    /// <summary>w holds 1, 2, 3, 4; b holds zeros.</summary>
    private static void Write(string path, params string[] names) => SafetensorsWriter.Write(
        path,
        [.. names.Select(name => name == "w" ? TensorSpec.Float32(name, 2, 2) : TensorSpec.Float32(name, 2))],
        (spec, bytes) =>
        {
            var values = MemoryMarshal.Cast<byte, float>(bytes);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = spec.Name == "w" ? i + 1 : 0;
            }
        });

    private float[] Compute(string folder)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(folder);
        using var session = fixture.Engine.CreateSession(
            Model(checkpoint),
            checkpoint,
            SessionSettings.Default,
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[] { 1, 1 }, 1, 2);
        using var result = session.Run([new NamedTensor("x", x)], default);
        return result["y"].AsSpan<float>().ToArray();
    }
}
