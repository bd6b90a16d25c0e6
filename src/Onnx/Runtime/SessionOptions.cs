using TextEncoding = System.Text.Encoding;

namespace Tollama.Onnx.Runtime;

/// <summary>The engine's form of <see cref="SessionSettings"/>.</summary>
internal sealed unsafe class SessionOptions : IDisposable
{
    private const string Preparing = "Preparing a session";

    private readonly NativeApi _api;
    private readonly NativeHandle _handle;

    private SessionOptions(NativeApi api, NativeHandle handle)
    {
        _api = api;
        _handle = handle;
    }

    /// <summary>The options object.</summary>
    public nint Value => _handle.Value;

    /// <summary>Makes the options.</summary>
    public static SessionOptions Create(InferenceEngine engine, SessionSettings settings)
    {
        var api = engine.Runtime.Api;
        nint value;
        NativeStatus.Check(api, api.CreateSessionOptions(&value), Preparing);
        var options = new SessionOptions(api, new NativeHandle(value, api.ReleaseSessionOptions));
        bool isComplete = false;
        try
        {
            options.Apply(engine, settings);
            isComplete = true;
            return options;
        }
        finally
        {
            if (!isComplete)
            {
                options.Dispose();
            }
        }
    }

    /// <summary>Makes the loading that uses these options stop as soon as it can.</summary>
    public void CancelLoading()
    {
        using var lease = _handle.Use();
        NativeStatus.Check(_api, _api.SetLoadCancellationFlag(Value, 1), "Cancelling a load");
    }

    /// <summary>Names the folder that the places of a graph's weights count from.</summary>
    public void FindWeightsIn(string folder) =>
        AddEntry("session.model_external_initializers_file_folder_path", folder);

    /// <summary>Has the session take a tensor for an initialiser, without a copy.</summary>
    /// <param name="name">Name of the initialiser.</param>
    /// <param name="tensor">The tensor; must outlive the session.</param>
    public void AddInitializer(string name, NativeHandle tensor)
    {
        fixed (byte* text = EngineRuntime.PinnedText(name))
        {
            NativeStatus.Check(_api, _api.AddInitializer(Value, text, tensor.Value), Preparing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private void Apply(InferenceEngine engine, SessionSettings settings)
    {
        int threads = settings.Threads > 0 ? settings.Threads : engine.DefaultThreads;
        NativeStatus.Check(_api, _api.SetIntraOpNumThreads(Value, threads), Preparing);
        NativeStatus.Check(_api, _api.SetSessionGraphOptimizationLevel(Value, (int)settings.Optimization), Preparing);
        NativeStatus.Check(
            _api, settings.UsesArena ? _api.EnableCpuMemArena(Value) : _api.DisableCpuMemArena(Value), Preparing);
        NativeStatus.Check(
            _api,
            settings.UsesMemoryPattern ? _api.EnableMemPattern(Value) : _api.DisableMemPattern(Value),
            Preparing);
        NativeStatus.Check(
            _api,
            _api.SetDeterministicCompute(Value, settings.IsDeterministic ? (byte)1 : (byte)0),
            Preparing);
        fixed (byte* name = EngineRuntime.PinnedText(settings.LogName))
        {
            NativeStatus.Check(_api, _api.SetSessionLogId(Value, name), Preparing);
        }

        NativeStatus.Check(_api, _api.SetSessionLogSeverityLevel(Value, (int)engine.MinimumLogLevel), Preparing);

        if (settings.ProfilePrefix is { } prefix)
        {
            fixed (byte* path = NativePath(prefix))
            {
                NativeStatus.Check(_api, _api.EnableProfiling(Value, path), Preparing);
            }
        }

        // Weights live as long as the session: taken from the arena they would be rounded up to its growth steps.
        AddEntry("session.use_device_allocator_for_initializers", "1");
        AddEntry("session.disable_prepacking", settings.PrepacksWeights ? "0" : "1");
        AddEntry("session.intra_op.allow_spinning", settings.Spins ? "1" : "0");

        // Idle threads of a session would else spin on for some 40 ms after a run, in the way of whoever computes next.
        AddEntry("session.force_spinning_stop", "1");
        foreach (var (key, value) in settings.Entries)
        {
            AddEntry(key, value);
        }

        ExecutionProvider.Append(_api, Value, settings.Device, engine.Probe());
    }

    private void AddEntry(string key, string value)
    {
        fixed (byte* keyText = EngineRuntime.PinnedText(key), valueText = EngineRuntime.PinnedText(value))
        {
            NativeStatus.Check(_api, _api.AddSessionConfigEntry(Value, keyText, valueText), Preparing);
        }
    }

    /// <summary>A file name as the engine's own text type: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    private static byte[] NativePath(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return EngineRuntime.PinnedText(path);
        }

        byte[] bytes = GC.AllocateArray<byte>(TextEncoding.Unicode.GetByteCount(path) + 2, pinned: true);
        TextEncoding.Unicode.GetBytes(path, bytes);
        return bytes;
    }
}
