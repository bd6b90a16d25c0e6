using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Onnx.Runtime;

/// <summary>Puts a session on a device.</summary>
internal static unsafe class ExecutionProvider
{
    /// <summary>The engine's name of the CUDA provider.</summary>
    public const string CudaName = "CUDAExecutionProvider";

    /// <summary>The engine's name of the WebGPU provider.</summary>
    public const string WebGpuName = "WebGpuExecutionProvider";

    /// <summary>Adds the device's provider to the options; the processor needs none.</summary>
    /// <exception cref="TollamaException">
    /// DependencyMissing: the library has no such provider, or it cannot start.
    /// </exception>
    public static void Append(NativeApi api, nint options, DeviceId device, EngineInfo info)
    {
        string? provider = device.Kind switch
        {
            DeviceKind.Cuda => CudaName,
            DeviceKind.WebGpu => WebGpuName,
            _ => null,
        };
        if (provider is null)
        {
            return;
        }

        Require(provider, device, info);
        try
        {
            if (device.Kind == DeviceKind.Cuda)
            {
                AppendCuda(api, options, device);
            }
            else
            {
                AppendWebGpu(api, options, device);
            }
        }
        catch (TollamaException e)
        {
            throw new TollamaException(
                ErrorCode.DependencyMissing,
                $"{e.Message} Its driver or provider library is missing or too old; use --devices cpu.",
                e);
        }
    }

    private static void Require(string provider, DeviceId device, EngineInfo info)
    {
        if (!info.Providers.Contains(provider))
        {
            throw new TollamaException(
                ErrorCode.DependencyMissing,
                $"Device '{device}' needs the engine's {provider}; '{info.LibraryPath}' offers "
                + $"{string.Join(", ", info.Providers)}. Use --devices cpu, or a library that has it.");
        }
    }

    private static void AppendCuda(NativeApi api, nint options, DeviceId device)
    {
        nint cuda;
        NativeStatus.Check(api, api.CreateCudaOptions(&cuda), $"Using device '{device}'");
        using var owner = new NativeHandle(cuda, api.ReleaseCudaOptions);
        fixed (
            byte* idKey = "device_id\0"u8,
                strategyKey = "arena_extend_strategy\0"u8,
                strategy = "kSameAsRequested\0"u8)
        fixed (byte* id = EngineRuntime.PinnedText(device.Index.ToString(CultureInfo.InvariantCulture)))
        {
            byte** keys = stackalloc byte*[] { idKey, strategyKey };
            byte** values = stackalloc byte*[] { id, strategy };
            NativeStatus.Check(api, api.UpdateCudaOptions(cuda, keys, values, 2), $"Using device '{device}'");
        }

        NativeStatus.Check(api, api.AppendCuda(options, cuda), $"Starting device '{device}'");
    }

    private static void AppendWebGpu(NativeApi api, nint options, DeviceId device)
    {
        fixed (byte* name = "WebGPU\0"u8, key = "deviceId\0"u8)
        fixed (byte* id = EngineRuntime.PinnedText(device.Index.ToString(CultureInfo.InvariantCulture)))
        {
            byte* keyPointer = key;
            byte* valuePointer = id;
            NativeStatus.Check(
                api,
                api.AppendExecutionProvider(options, name, &keyPointer, &valuePointer, 1),
                $"Starting device '{device}'");
        }
    }
}
