using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Runtime;

/// <summary>Reads the engine's descriptions of tensors.</summary>
internal static unsafe class ShapeReader
{
    private const string Reading = "Reading a tensor's shape";

    /// <summary>Element type and sizes (−1 where symbolic) of a type-and-shape object.</summary>
    public static (DType Type, ImmutableArray<long> Shape) Read(NativeApi api, nint info)
    {
        int type;
        NativeStatus.Check(api, api.GetTensorElementType(info, &type), Reading);
        nuint rank;
        NativeStatus.Check(api, api.GetDimensionsCount(info, &rank), Reading);
        long[] sizes = new long[rank];
        fixed (long* first = sizes)
        {
            NativeStatus.Check(api, api.GetDimensions(info, first, rank), Reading);
        }

        return ((DType)type, ImmutableArray.Create(sizes));
    }

    /// <summary>Names of the symbolic sizes of a type-and-shape object, empty where a size is fixed.</summary>
    public static ImmutableArray<string> Symbols(NativeApi api, nint info, int rank)
    {
        var names = stackalloc byte*[Math.Max(rank, 1)];
        NativeStatus.Check(api, api.GetSymbolicDimensions(info, names, (nuint)rank), Reading);
        var symbols = ImmutableArray.CreateBuilder<string>(rank);
        for (int i = 0; i < rank; i++)
        {
            symbols.Add(NativeApi.Text(names[i]));
        }

        return symbols.MoveToImmutable();
    }
}
