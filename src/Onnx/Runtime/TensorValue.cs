using System.Buffers;
using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// A tensor of the engine: over the caller's memory, which it keeps pinned, or made by a run. Dispose it when neither
/// a run nor a span of it is in use.
/// </summary>
public sealed unsafe class TensorValue : IDisposable
{
    private readonly EngineRuntime _runtime;
    private readonly NativeHandle _handle;
    private MemoryHandle _pin;

    private TensorValue(EngineRuntime runtime, NativeHandle handle, MemoryHandle pin)
    {
        _runtime = runtime;
        _handle = handle;
        _pin = pin;
        (DType, Shape) = Describe(runtime.Api, handle.Value);
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);

    internal NativeHandle Handle => _handle;

    /// <summary>
    /// A tensor over managed memory, which stays pinned and must not be returned to a pool until disposal.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="data">At least as many elements as the shape asks for.</param>
    /// <param name="shape">Dimensions.</param>
    public static TensorValue Wrap<T>(InferenceEngine engine, Memory<T> data, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var runtime = engine.Runtime;
        var pin = data.Pin();
        try
        {
            var handle = Create(runtime, pin.Pointer, (long)data.Length * sizeof(T), ElementTypeOf<T>(), shape);
            return new TensorValue(runtime, handle, pin);
        }
        catch
        {
            // Not a boundary: the pin is undone whatever went wrong, and the fault goes on.
            pin.Dispose();
            throw;
        }
    }

    /// <summary>A tensor over native memory, which must outlive it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="address">First byte, in main memory.</param>
    /// <param name="byteLength">Bytes that are there.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions.</param>
    public static TensorValue Over(
        InferenceEngine engine, nint address, long byteLength, DType type, params ReadOnlySpan<long> shape)
    {
        var runtime = engine.Runtime;
        return new TensorValue(runtime, Create(runtime, (void*)address, byteLength, type, shape), default);
    }

    /// <summary>The elements, in main memory, without a copy.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> says; <c>ushort</c> bit patterns for bfloat16.</typeparam>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (ElementTypeOf<T>() != DType)
        {
            throw new InvalidOperationException($"the tensor holds {DType}, not {typeof(T).Name}");
        }

        using var lease = _handle.Use();
        void* data;
        NativeStatus.Check(_runtime.Api, _runtime.Api.GetTensorMutableData(_handle.Value, &data), "Reading a tensor");
        return new Span<T>(data, checked((int)ElementCount));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        _pin.Dispose();
        _pin = default;
    }

    /// <summary>Takes over a value that a run made.</summary>
    internal static TensorValue Adopt(EngineRuntime runtime, NativeHandle handle) => new(runtime, handle, default);

    internal static NativeHandle Create(
        EngineRuntime runtime, void* data, long byteLength, DType type, ReadOnlySpan<long> shape)
    {
        var api = runtime.Api;
        nint value;
        using var memory = runtime.CpuMemory.Use();
        fixed (long* dimensions = shape)
        {
            NativeStatus.Check(
                api,
                api.CreateTensorWithData(
                    runtime.CpuMemory.Value,
                    data,
                    (nuint)byteLength,
                    dimensions,
                    (nuint)shape.Length,
                    (int)type,
                    &value),
                "Making a tensor");
        }

        return new NativeHandle(value, api.ReleaseValue);
    }

    private static (DType Type, ImmutableArray<long> Shape) Describe(NativeApi api, nint value)
    {
        nint info;
        NativeStatus.Check(api, api.GetTensorTypeAndShape(value, &info), "Reading a tensor's shape");
        using var owner = new NativeHandle(info, api.ReleaseTensorTypeAndShapeInfo);
        return ShapeReader.Read(api, info);
    }

    private static DType ElementTypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => DType.Float32,
        TypeCode.Double => DType.Float64,
        TypeCode.Int64 => DType.Int64,
        TypeCode.Int32 => DType.Int32,
        TypeCode.Int16 => DType.Int16,
        TypeCode.UInt16 => DType.BFloat16,
        TypeCode.SByte => DType.Int8,
        TypeCode.Byte => DType.UInt8,
        TypeCode.Boolean => DType.Bool,
        _ when typeof(T) == typeof(Half) => DType.Float16,
        _ => throw new NotSupportedException($"{typeof(T).Name} is not an element type"),
    };
}
