using System.Collections.Immutable;

namespace Tollama.Onnx.Runtime;

/// <summary>Reads what a session takes and gives.</summary>
internal static unsafe class SessionReader
{
    private const string Reading = "Reading the graph's inputs and outputs";

    public static ImmutableArray<TensorInfo> Inputs(EngineRuntime runtime, nint session)
    {
        nuint count;
        NativeStatus.Check(runtime.Api, runtime.Api.SessionGetInputCount(session, &count), Reading);
        var list = ImmutableArray.CreateBuilder<TensorInfo>((int)count);
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            NativeStatus.Check(
                runtime.Api, runtime.Api.SessionGetInputName(session, i, runtime.DefaultAllocator, &name), Reading);
            string text = TakeText(runtime, name);
            nint type;
            NativeStatus.Check(runtime.Api, runtime.Api.SessionGetInputTypeInfo(session, i, &type), Reading);
            list.Add(Describe(runtime.Api, text, type));
        }

        return list.MoveToImmutable();
    }

    public static ImmutableArray<TensorInfo> Outputs(EngineRuntime runtime, nint session)
    {
        nuint count;
        NativeStatus.Check(runtime.Api, runtime.Api.SessionGetOutputCount(session, &count), Reading);
        var list = ImmutableArray.CreateBuilder<TensorInfo>((int)count);
        for (nuint i = 0; i < count; i++)
        {
            byte* name;
            NativeStatus.Check(
                runtime.Api, runtime.Api.SessionGetOutputName(session, i, runtime.DefaultAllocator, &name), Reading);
            string text = TakeText(runtime, name);
            nint type;
            NativeStatus.Check(runtime.Api, runtime.Api.SessionGetOutputTypeInfo(session, i, &type), Reading);
            list.Add(Describe(runtime.Api, text, type));
        }

        return list.MoveToImmutable();
    }

    /// <summary>Copies a text that the engine allocated for us, and frees it.</summary>
    public static string TakeText(EngineRuntime runtime, byte* text)
    {
        string copy = NativeApi.Text(text);
        NativeStatus.Check(runtime.Api, runtime.Api.AllocatorFree(runtime.DefaultAllocator, text), Reading);
        return copy;
    }

    private static TensorInfo Describe(NativeApi api, string name, nint typeInfo)
    {
        using var owner = new NativeHandle(typeInfo, api.ReleaseTypeInfo);
        nint tensor;
        NativeStatus.Check(api, api.CastTypeInfoToTensorInfo(typeInfo, &tensor), Reading);
        if (tensor == 0)
        {
            throw new NotSupportedException($"'{name}' is not a tensor");
        }

        var (type, shape) = ShapeReader.Read(api, tensor);
        return new TensorInfo(name, type, shape, ShapeReader.Symbols(api, tensor, shape.Length));
    }
}
