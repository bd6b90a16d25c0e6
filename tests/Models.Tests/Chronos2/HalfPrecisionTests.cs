using Tollama.Models.Chronos2;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Tests.Chronos2;

public sealed class HalfPrecisionTests : IDisposable
{
    private static readonly string Original = Path.Combine(Golden.Folder("chronos"), "hub", "chronos-2");

    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-half").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float16)]
    public void A_half_precision_checkpoint_computes_as_its_widened_weights_do(DType type)
    {
        Golden.RequireEngine();
        string half = Rewrite(type, "half");
        string widened = Rewrite(type, "widened", isWidened: true);

        float[] expected = Forecast(widened);
        float[] actual = Forecast(half);

        Golden.AssertClose("quantiles", expected, actual, 1e-5, 1e-5);
        Assert.NotEqual(Forecast(Original), actual);
        Assert.Equal(LoadedBytes(widened), LoadedBytes(half));
    }

    private static long LoadedBytes(string folder)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(folder);
        return checkpoint.LoadedBytes;
    }

    private static float[] Forecast(string folder)
    {
        using var network = Chronos2Network.Load(
            Golden.Engine, folder, SessionSettings.Default, CancellationToken.None);
        var pass = new Chronos2Pass
        {
            Context = [[.. Enumerable.Range(0, 50).Select(t => MathF.Sin(t / 3f))]],
            Future = [ReadOnlyMemory<float>.Empty],
            Patches = 1,
        };
        network.Run([pass], CancellationToken.None);
        return pass.Quantiles;
    }

    private string Rewrite(DType type, string name, bool isWidened = false)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.Copy(Path.Combine(Original, "config.json"), Path.Combine(folder, "config.json"));
        using var source = SafetensorsFile.Open(Path.Combine(Original, "model.safetensors"));
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            [
                .. source.Tensors.Select(tensor => new TensorSpec(
                    tensor.Name,
                    isWidened ? DType.Float32 : type,
                    tensor.Shape)),
            ],
            (spec, bytes) => Fill(source, spec, type, isWidened, bytes));
        return folder;
    }

    private static void Fill(SafetensorsFile source, TensorSpec spec, DType type, bool isWidened, Span<byte> bytes)
    {
        Assert.True(source.TryGet(spec.Name, out var tensor));
        int at = 0;
        foreach (float value in tensor.ToFloats())
        {
            ushort bits = type == DType.BFloat16
                ? (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)
                : BitConverter.HalfToUInt16Bits((Half)value);
            float back = type == DType.BFloat16
                ? BitConverter.UInt32BitsToSingle((uint)bits << 16)
                : (float)BitConverter.UInt16BitsToHalf(bits);
            byte[] element = isWidened ? BitConverter.GetBytes(back) : BitConverter.GetBytes(bits);
            element.CopyTo(bytes[at..]);
            at += element.Length;
        }
    }
}
