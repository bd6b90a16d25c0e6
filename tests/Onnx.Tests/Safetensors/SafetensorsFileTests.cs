using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string Good =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"""
        + """
          "b":{"dtype":"I64","shape":[],"data_offsets":[24,32]},"c":{"dtype":"U8","shape":[0],"data_offsets":[32,32]}}
          """;

    private readonly RawFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Names_type_shape_and_place_of_every_tensor()
    {
        using var file = _file.Open(Good, 32);

        Assert.Equal(["a", "b", "c"], file.Tensors.Select(t => t.Name));
        Assert.True(file.TryGet("a", out var a));
        Assert.Equal(DType.Float32, a.DType);
        Assert.Equal([2L, 3L], a.Shape.ToArray());
        Assert.Equal(file.Length - 32, a.Offset);
        Assert.Equal(24, a.ByteLength);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(24, a.Bytes.Length);
        Assert.Equal((byte)23, a.Bytes[^1]);
        Assert.True(file.TryGet("b", out var b));
        Assert.Equal(1, b.ElementCount);
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
        12)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""",
        16)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296,4294967296,4294967296],"data_offsets":[0,0]}}""",
        0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}""", 6)]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4)]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8)]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":0}}""", 4)]
    [InlineData("""{"a":[1]}""", 0)]
    [InlineData("""{"__metadata__":{"k":1}}""", 0)]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0)]
    [InlineData("""{"__metadata__":{}""", 0)]
    [InlineData("""{} {}""", 0)]
    [InlineData(""" {}""", 0)]
    [InlineData("[]", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[[[1]]]]]]]],"data_offsets":[0,4]}}""", 4)]
    public void Refuses_a_header_that_does_not_describe_the_file(string header, int dataLength)
    {
        var fault = Assert.Throws<TollamaException>(() => _file.Open(header, dataLength));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains(_file.Path, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 123, 125 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 125 })]
    [InlineData(new byte[] { 6, 0, 0, 0, 0, 0, 0, 0, 123, 34, 255, 34, 58, 125 })]
    public void Refuses_a_file_that_is_cut_short_or_lies_about_its_header(byte[] bytes) =>
        Assert.Equal(ErrorCode.ModelUnsupported, Assert.Throws<TollamaException>(() => _file.Open(bytes)).Code);

    [Fact]
    public void Refuses_brackets_nested_deeper_than_the_format() =>
        Assert.Throws<TollamaException>(() => _file.Open($"{{\"a\":{new string('[', 100_000)}", 0));

    [Fact]
    public void Every_truncation_and_every_extension_of_a_good_file_is_refused()
    {
        byte[] good = RawFile.Bytes(Good, 32);
        for (int length = 0; length < good.Length; length++)
        {
            byte[] cut = good[..length];
            Assert.Throws<TollamaException>(() => _file.Open(cut).Dispose());
        }

        Assert.Throws<TollamaException>(() => _file.Open([.. good, 0]).Dispose());
    }

    [Fact]
    public void A_mutated_file_is_refused_with_a_typed_error_or_stays_inside_its_bounds()
    {
        byte[] good = RawFile.Bytes(Good, 32);
        var mutations = Gen.Zip(Gen.Choose(0, good.Length - 1), Gen.Choose(0, 255)).ListOf(4).ToArbitrary();

        Prop.ForAll(mutations, changes =>
        {
            byte[] bytes = [.. good];
            foreach (var (place, value) in changes)
            {
                bytes[place] = (byte)value;
            }

            try
            {
                using var file = _file.Open(bytes);
                return file.Tensors.All(t =>
                    t.Offset >= 0 && t.Offset + t.ByteLength <= file.Length && t.Bytes.Length == t.ByteLength);
            }
            catch (TollamaException e)
            {
                return e.Code == ErrorCode.ModelUnsupported;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_missing_file_is_a_typed_error() =>
        Assert.Throws<TollamaException>(() => SafetensorsFile.Open(Path.Combine(_file.Folder, "none.safetensors")));

    [Fact]
    public void Views_of_a_disposed_file_fail_instead_of_reading_freed_memory()
    {
        var file = _file.Open(Good, 32);
        var view = file.Tensors[0];
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => view.ToFloats());
    }

    [Fact]
    public void Reads_back_what_the_writer_wrote()
    {
        TensorSpec[] specs =
        [
            TensorSpec.Float32("w", 3, 5),
            new("h", DType.BFloat16, [4]),
            new("n", DType.Int64, []),
            TensorSpec.Float32("e", 0, 7),
        ];
        SafetensorsWriter.Write(_file.Path, specs, (spec, bytes) => bytes.Fill((byte)spec.Name[0]));

        using var file = SafetensorsFile.Open(_file.Path);

        Assert.Equal(
            specs.Select(s => (s.Name, s.DType)),
            file.Tensors.OrderBy(t => Array.FindIndex(specs, s => s.Name == t.Name)).Select(t => (t.Name, t.DType)));
        Assert.All(file.Tensors, t => Assert.All(t.Bytes.ToArray(), b => Assert.Equal((byte)t.Name[0], b)));
        Assert.Equal(0, file.Tensors.Single(t => t.Name == "w").Offset % 8);
    }

    [Fact]
    public void Converts_every_stored_type_to_floats()
    {
        float[] expected = [0, 1, 2];
        foreach (var (type, bytes) in new (DType, byte[])[]
        {
            (DType.Float32, Bytes<float>([0, 1, 2])),
            (DType.Float64, Bytes<double>([0, 1, 2])),
            (DType.Float16, Bytes<Half>([(Half)0, (Half)1, (Half)2])),
            (DType.BFloat16, Bytes<ushort>([0, 0x3F80, 0x4000])),
            (DType.Int64, Bytes<long>([0, 1, 2])),
            (DType.Int32, Bytes<int>([0, 1, 2])),
            (DType.Int16, Bytes<short>([0, 1, 2])),
            (DType.Int8, [0, 1, 2]),
            (DType.UInt8, [0, 1, 2]),
        })
        {
            float[] values = new float[3];
            DTypeConversion.ToFloats(type, bytes, values);
            Assert.Equal(expected, values);
            double[] wide = new double[3];
            DTypeConversion.ToDoubles(type, bytes, wide);
            Assert.Equal([0.0, 1, 2], wide);
        }

        float[] truths = new float[3];
        DTypeConversion.ToFloats(DType.Bool, [0, 1, 7], truths);
        Assert.Equal([0f, 1, 1], truths);
    }

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-2f, 0xC000)]
    [InlineData(1.00390625f, 0x3F80)]
    [InlineData(1.01171875f, 0x3F82)]
    [InlineData(float.PositiveInfinity, 0x7F80)]
    [InlineData(float.MaxValue, 0x7F80)]
    public void Rounds_to_bfloat16_with_ties_to_even(float value, int bits) =>
        Assert.Equal((ushort)bits, DTypeConversion.ToBFloat16(value));

    [Fact]
    public void A_nan_stays_a_nan_in_bfloat16() =>
        Assert.True(float.IsNaN(DTypeConversion.FromBFloat16(DTypeConversion.ToBFloat16(float.NaN))));

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
