namespace Tollama.Onnx.Runtime;

/// <summary>The engine's run options of one run, tied to a cancellation token.</summary>
internal sealed unsafe class RunScope : IDisposable
{
    private readonly NativeHandle _handle;
    private readonly CancellationTokenRegistration _registration;

    public RunScope(NativeApi api, RunSettings settings, CancellationToken cancellationToken)
    {
        nint options;
        NativeStatus.Check(api, api.CreateRunOptions(&options), "Preparing a run", cancellationToken);
        _handle = new NativeHandle(options, api.ReleaseRunOptions);
        if (settings.ShrinksArena)
        {
            fixed (byte* key = "memory.enable_memory_arena_shrinkage\0"u8, value = "cpu:0\0"u8)
            {
                NativeStatus.Check(
                    api,
                    api.AddRunConfigEntry(options, key, value),
                    "Preparing a run",
                    cancellationToken);
            }
        }

        // Disposal of a registration waits for a callback that is under way, so the options outlive it.
        _registration = cancellationToken.UnsafeRegister(
            static state =>
            {
                var (table, handle) = ((NativeApi, NativeHandle))state!; // the state is the argument after it
                NativeStatus.Check(table, table.RunOptionsSetTerminate(handle.Value), "Stopping a run");
            },
            (api, _handle));
    }

    /// <summary>The options object.</summary>
    public nint Options => _handle.Value;

    public void Dispose()
    {
        _registration.Dispose();
        _handle.Dispose();
    }
}
