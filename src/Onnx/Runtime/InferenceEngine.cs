using Tollama.Core.Errors;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// The inference engine of the process: ONNX Runtime behind its C interface. Constructing it touches nothing; the
/// library is loaded by the first session, tensor or <see cref="Probe"/>. Thread-safe. One a process is enough.
/// </summary>
public sealed class InferenceEngine : IDisposable
{
    private readonly EngineOptions _options;
    private readonly Lazy<(NativeApi? Api, EngineInfo Info)> _library;
    private readonly Lazy<EngineRuntime> _runtime;

    /// <summary>An engine that will be found by these options.</summary>
    public InferenceEngine(EngineOptions options)
        : this(options, AppContext.BaseDirectory)
    {
    }

    internal InferenceEngine(EngineOptions options, string binaryFolder)
    {
        _options = options;
        _library = new Lazy<(NativeApi?, EngineInfo)>(() => Open(options, binaryFolder));
        _runtime = new Lazy<EngineRuntime>(Start);
    }

    /// <summary>Threads of a session whose settings name none.</summary>
    public int DefaultThreads => _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;

    /// <summary>Messages of its sessions below this level are not made.</summary>
    internal EngineLogLevel MinimumLogLevel => _options.MinimumLevel;

    /// <summary>The loaded library.</summary>
    /// <exception cref="TollamaException">DependencyMissing: no library, or not one that we can use.</exception>
    internal EngineRuntime Runtime => _runtime.Value;

    /// <summary>What is known of the native library; loads it, never throws for a missing or a wrong one.</summary>
    public EngineInfo Probe() => _library.Value.Info;

    /// <summary>Makes a session from a graph whose weights lie in a checkpoint.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="checkpoint">
    /// The files that its weights lie in; the session computes with their mapping, without a copy. They must stay as
    /// they are until the session is disposed; the checkpoint object need not.
    /// </param>
    /// <param name="settings">How to make it.</param>
    /// <param name="cancellationToken">Gives up loading.</param>
    /// <exception cref="TollamaException">
    /// DependencyMissing, ModelUnsupported, ForecastFailed, InsufficientMemory.
    /// </exception>
    public Session CreateSession(
        OnnxModel model,
        SafetensorsCheckpoint checkpoint,
        SessionSettings settings,
        CancellationToken cancellationToken) =>
        Session.Create(this, model.Bytes.Span, model.Weights, checkpoint, settings, cancellationToken);

    /// <summary>Makes a session from a serialised <c>ModelProto</c> that carries its weights itself.</summary>
    /// <inheritdoc cref="CreateSession(OnnxModel, SafetensorsCheckpoint, SessionSettings, CancellationToken)"/>
    public Session CreateSession(
        ReadOnlySpan<byte> model, SessionSettings settings, CancellationToken cancellationToken) =>
        Session.Create(this, model, [], null, settings, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_runtime.IsValueCreated)
        {
            LogRelay.Remove(this);
            _runtime.Value.Dispose();
        }
    }

    private static (NativeApi? Api, EngineInfo Info) Open(EngineOptions options, string binaryFolder)
    {
        if (NativeLibraryLocator.Find(options.LibraryPath, binaryFolder) is not { } path)
        {
            string where = options.LibraryPath is null
                ? $"beside the binary ('{binaryFolder}')"
                : $"at '{options.LibraryPath}'";
            return (null, new EngineInfo
            {
                Fault = $"The inference engine's native library is not {where}. {NativeLibraryLocator.Remedy}",
            });
        }

        var api = EngineRuntime.Open(path, out string? version, out string? fault);
        return (api, new EngineInfo
        {
            LibraryPath = path,
            Version = version,
            Build = api is null ? null : BuildOf(api),
            Providers = api is null ? [] : EngineRuntime.Providers(api),
            Fault = fault,
        });
    }

    private static unsafe string BuildOf(NativeApi api) => NativeApi.Text(api.GetBuildInfoString());

    private EngineRuntime Start()
    {
        var (api, info) = _library.Value;
        if (api is null)
        {
            throw new TollamaException(ErrorCode.DependencyMissing, info.Fault!); // no table, hence a fault
        }

        LogRelay.Add(this, _options);
        return EngineRuntime.Create(api, _options);
    }
}
