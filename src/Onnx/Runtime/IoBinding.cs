namespace Tollama.Onnx.Runtime;

/// <summary>
/// Inputs and outputs of a session bound once and run many times: no output is allocated where one is bound to memory.
/// One run at a time; the bound tensors are still the caller's and must outlive the binding.
/// </summary>
public sealed unsafe class IoBinding : IDisposable
{
    private readonly Session _session;
    private readonly NativeHandle _handle;

    private IoBinding(Session session, NativeHandle handle)
    {
        _session = session;
        _handle = handle;
    }

    private NativeApi Api => _session.Runtime.Api;

    /// <summary>Binds a value to an input; copies it to the session's device where that is not the processor.</summary>
    public void BindInput(string name, TensorValue value)
    {
        using var lease = _handle.Use();
        NativeStatus.Check(
            Api, Api.BindInput(_handle.Value, _session.NameOf(name), value.Handle.Value), $"Binding input '{name}'");
    }

    /// <summary>Binds memory to an output.</summary>
    public void BindOutput(string name, TensorValue value)
    {
        using var lease = _handle.Use();
        NativeStatus.Check(
            Api, Api.BindOutput(_handle.Value, _session.NameOf(name), value.Handle.Value), $"Binding output '{name}'");
    }

    /// <summary>
    /// Has the engine allocate an output in main memory, for sizes that are known only after the run.
    /// </summary>
    public void BindOutput(string name)
    {
        using var lease = _handle.Use();
        NativeStatus.Check(
            Api,
            Api.BindOutputToDevice(_handle.Value, _session.NameOf(name), _session.Runtime.CpuMemory.Value),
            $"Binding output '{name}'");
    }

    /// <summary>Computes the bound outputs.</summary>
    /// <exception cref="Core.Errors.TollamaException">ForecastFailed, InsufficientMemory.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Run(RunSettings settings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var span = EngineTrace.StartRun();
        using var session = _session.Handle.Use();
        using var binding = _handle.Use();
        using var run = new RunScope(Api, settings, cancellationToken);
        NativeStatus.Check(Api, Api.SynchronizeBoundInputs(_handle.Value), "A run", cancellationToken);
        NativeStatus.Check(
            Api, Api.RunWithBinding(_session.Handle.Value, run.Options, _handle.Value), "A run", cancellationToken);
        NativeStatus.Check(Api, Api.SynchronizeBoundOutputs(_handle.Value), "A run", cancellationToken);
    }

    /// <summary>The outputs of the last run, in the order of their binding; the caller disposes each.</summary>
    public IReadOnlyList<TensorValue> TakeOutputs()
    {
        using var lease = _handle.Use();
        nint* values;
        nuint count;
        NativeStatus.Check(
            Api,
            Api.GetBoundOutputValues(_handle.Value, _session.Runtime.DefaultAllocator, &values, &count),
            "Reading the outputs");
        var handles = new NativeHandle[count];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = new NativeHandle(values[i], Api.ReleaseValue);
        }

        NativeStatus.Check(
            Api, Api.AllocatorFree(_session.Runtime.DefaultAllocator, values), "Reading the outputs");
        return [.. handles.Select(h => TensorValue.Adopt(_session.Runtime, h))];
    }

    /// <summary>Forgets every binding.</summary>
    public void Clear()
    {
        using var lease = _handle.Use();
        Api.ClearBoundInputs(_handle.Value);
        Api.ClearBoundOutputs(_handle.Value);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    internal static IoBinding Create(Session session)
    {
        using var lease = session.Handle.Use();
        nint binding;
        NativeStatus.Check(
            session.Runtime.Api,
            session.Runtime.Api.CreateIoBinding(session.Handle.Value, &binding),
            "Binding a session");
        return new IoBinding(session, new NativeHandle(binding, session.Runtime.Api.ReleaseIoBinding, session.Handle));
    }
}
