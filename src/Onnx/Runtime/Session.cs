using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// A graph loaded into the engine. Runs may overlap, from any threads. Disposing it during a run lets that run end;
/// later runs fail.
/// </summary>
public sealed unsafe class Session : IDisposable
{
    private readonly EngineRuntime _runtime;
    private readonly NativeHandle _handle;
    private readonly FrozenDictionary<string, byte[]> _names;

    private Session(InferenceEngine engine, NativeHandle handle)
    {
        Engine = engine;
        _runtime = engine.Runtime;
        _handle = handle;
        var names = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Inputs = SessionReader.Inputs(_runtime, handle.Value);
        Outputs = SessionReader.Outputs(_runtime, handle.Value);
        foreach (var info in Inputs.Concat(Outputs))
        {
            names[info.Name] = EngineRuntime.PinnedText(info.Name);
        }

        _names = names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The engine it belongs to.</summary>
    public InferenceEngine Engine { get; }

    /// <summary>What a run needs, in the graph's order.</summary>
    public ImmutableArray<TensorInfo> Inputs { get; }

    /// <summary>What a run gives, in the graph's order.</summary>
    public ImmutableArray<TensorInfo> Outputs { get; }

    internal EngineRuntime Runtime => _runtime;

    internal NativeHandle Handle => _handle;

    /// <summary>Computes every output in main memory.</summary>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    /// <returns>The outputs, in the graph's order; the caller disposes them.</returns>
    /// <exception cref="TollamaException">ForecastFailed, InsufficientMemory.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public RunResult Run(ReadOnlySpan<NamedTensor> inputs, CancellationToken cancellationToken) =>
        Run(inputs, RunSettings.Default, cancellationToken);

    /// <summary>Computes every output in main memory.</summary>
    /// <inheritdoc cref="Run(ReadOnlySpan{NamedTensor}, CancellationToken)"/>
    /// <param name="inputs">A value for each input.</param>
    /// <param name="settings">How to run.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    public RunResult Run(ReadOnlySpan<NamedTensor> inputs, RunSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var span = EngineTrace.StartRun();
        using var lease = _handle.Use();
        using var run = new RunScope(_runtime.Api, settings, cancellationToken);
        byte** inputNames = stackalloc byte*[inputs.Length + 1];
        nint* inputValues = stackalloc nint[inputs.Length + 1];
        byte** outputNames = stackalloc byte*[Outputs.Length + 1];
        nint* outputValues = stackalloc nint[Outputs.Length + 1];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputNames[i] = NameOf(inputs[i].Name);
            inputValues[i] = inputs[i].Value.Handle.Value;
        }

        for (int i = 0; i < Outputs.Length; i++)
        {
            outputNames[i] = NameOf(Outputs[i].Name);
            outputValues[i] = 0;
        }

        nint status = _runtime.Api.Run(
            _handle.Value,
            run.Options,
            inputNames,
            inputValues,
            (nuint)inputs.Length,
            outputNames,
            (nuint)Outputs.Length,
            outputValues);
        foreach (var input in inputs)
        {
            GC.KeepAlive(input.Value);
        }

        NativeStatus.Check(_runtime.Api, status, "A run", cancellationToken);
        return RunResult.Adopt(_runtime, Outputs, new ReadOnlySpan<nint>(outputValues, Outputs.Length));
    }

    /// <summary>A binding of inputs and outputs that can be run again and again.</summary>
    public IoBinding CreateBinding() => IoBinding.Create(this);

    /// <summary>Ends profiling, if it was asked for.</summary>
    /// <returns>Path of the profile that was written; empty where profiling was off.</returns>
    public string EndProfiling()
    {
        using var lease = _handle.Use();
        byte* path;
        NativeStatus.Check(
            _runtime.Api,
            _runtime.Api.SessionEndProfiling(_handle.Value, _runtime.DefaultAllocator, &path),
            "Ending the profile");
        return SessionReader.TakeText(_runtime, path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        SystemMemory.Trim();
    }

    internal static Session Create(
        InferenceEngine engine,
        ReadOnlySpan<byte> model,
        ImmutableArray<Weight> weights,
        SafetensorsCheckpoint? checkpoint,
        SessionSettings settings,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var runtime = engine.Runtime;
        using var options = SessionOptions.Create(engine, settings);
        if (checkpoint is not null && !weights.IsEmpty)
        {
            options.FindWeightsIn(WeightFolder.Of(weights, checkpoint));
        }

        // An accelerator copies them to where it computes; it reads them from the file itself.
        using var shared = checkpoint is null || settings.Device.Kind.IsAccelerator()
            ? null
            : MappedWeights.Give(runtime, options, weights, checkpoint);

        using var registration = cancellationToken.UnsafeRegister(
            static state => ((SessionOptions)state!).CancelLoading(), options); // the state is the argument after it
        nint session;
        using var environment = runtime.Environment.Use();
        fixed (byte* bytes = model)
        {
            NativeStatus.Check(
                runtime.Api,
                runtime.Api.CreateSessionFromArray(
                    runtime.Environment.Value, bytes, (nuint)model.Length, options.Value, &session),
                "Loading the graph",
                cancellationToken);
        }

        SystemMemory.Trim();
        return new Session(
            engine,
            new NativeHandle(
                session, runtime.Api.ReleaseSession, [runtime.Environment, .. shared?.Handles ?? []]));
    }

    /// <summary>The NUL-terminated form of an input's or output's name; lives as long as the session object.</summary>
    internal byte* NameOf(string name) =>
        _names.TryGetValue(name, out byte[]? text)
            ? (byte*)Unsafe.AsPointer(ref text[0]) // pinned from its birth
            : throw new ArgumentException(
                $"the graph has no input or output '{name}'; it has {string.Join(", ", _names.Keys)}");
}
