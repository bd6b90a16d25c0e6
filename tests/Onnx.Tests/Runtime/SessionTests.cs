using System.Collections.Concurrent;
using System.Diagnostics;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;

namespace Tollama.Onnx.Tests.Runtime;

public sealed class SessionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const int SlowProducts = 400;

    [SkippableFact]
    public void Computes_with_weights_where_they_lie_in_the_file()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[] { 1, 0, 0, 1 }, 2, 2);

        using var result = session.Run([new NamedTensor("x", x)], default);

        Assert.Equal([2f, 5, 8, 3, 6, 9], result["y"].AsSpan<float>().ToArray());
        Assert.Equal([2L, 3L], result[0].Shape.ToArray());
    }

    [SkippableFact]
    public void Half_precision_weights_compute_as_they_are_stored()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear("half"), fixture.Checkpoint, SessionSettings.Default, default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[] { 1, 0 }, 1, 2);

        using var result = session.Run([new NamedTensor("x", x)], default);

        Assert.Equal([2f, 5, 8], result["y"].AsSpan<float>().ToArray());
    }

    [SkippableFact]
    public void Says_what_goes_in_and_out_with_symbols()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);

        var input = Assert.Single(session.Inputs);
        Assert.Equal("x", input.Name);
        Assert.Equal(DType.Float32, input.DType);
        Assert.Equal([-1L, 2L], input.Shape.ToArray());
        Assert.Equal("rows", input.Symbols[0]);
        Assert.Equal("y", Assert.Single(session.Outputs).Name);
    }

    [SkippableFact]
    public void A_binding_writes_into_memory_of_ours()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);
        float[] answer = new float[3];
        float[] question = [0, 0];
        using var x = TensorValue.Wrap<float>(fixture.Engine, question, 1, 2);
        using var y = TensorValue.Wrap<float>(fixture.Engine, answer, 1, 3);
        using var binding = session.CreateBinding();
        binding.BindInput("x", x);
        binding.BindOutput("y", y);

        binding.Run(RunSettings.Default, default);
        Assert.Equal([1f, 2, 3], answer);
        question[0] = 1;
        binding.Run(RunSettings.Default, default);

        Assert.Equal([2f, 5, 8], answer);
    }

    [SkippableFact]
    public void A_binding_lets_the_engine_allocate_outputs_of_unknown_size()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[8], 4, 2);
        using var binding = session.CreateBinding();
        binding.BindInput("x", x);
        binding.BindOutput("y");

        binding.Run(new RunSettings { ShrinksArena = true }, default);

        using var y = Assert.Single(binding.TakeOutputs());
        Assert.Equal([4L, 3L], y.Shape.ToArray());
        Assert.Equal(3f, y.AsSpan<float>()[^1]);
    }

    [SkippableFact]
    public void Runs_may_overlap()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);

        Parallel.For(0, 64, i =>
        {
            using var x = TensorValue.Wrap<float>(fixture.Engine, new float[] { i, 0 }, 1, 2);
            using var result = session.Run([new NamedTensor("x", x)], default);
            Assert.Equal(i + 1f, result[0].AsSpan<float>()[0]);
        });
    }

    [SkippableFact]
    public async Task Cancelling_stops_a_run_that_is_under_way()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            EngineFixture.Slow(SlowProducts).Bytes.Span, SessionSettings.Default, default);
        using var source = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();

        var run = OnOwnThread(() =>
        {
            using var x = TensorValue.Wrap<float>(fixture.Engine, new float[1024 * 1024], 1024, 1024);
            started.Set();
            using var result = session.Run([new NamedTensor("x", x)], source.Token);
        });
        started.Wait();
        await source.CancelAsync();

        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(source.Token, fault.CancellationToken);
    }

    [SkippableFact]
    public async Task A_session_can_be_disposed_while_a_run_is_being_cancelled()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        var session = fixture.Engine.CreateSession(
            EngineFixture.Slow(SlowProducts).Bytes.Span, SessionSettings.Default, default);
        using var source = new CancellationTokenSource();
        using var started = new CountdownEvent(3);
        var runs = Enumerable.Range(0, 3).Select(_ => OnOwnThread(() =>
        {
            using var x = TensorValue.Wrap<float>(fixture.Engine, new float[512 * 512], 512, 512);
            started.Signal();
            using var result = session.Run([new NamedTensor("x", x)], source.Token);
        })).ToList();
        started.Wait();

        await Task.WhenAll(source.CancelAsync(), Task.Run(session.Dispose));

        foreach (var run in runs)
        {
            var fault = await Record.ExceptionAsync(() => run);
            Assert.True(
                fault is OperationCanceledException or ObjectDisposedException,
                fault?.ToString() ?? "it ended");
        }

        Assert.Throws<ObjectDisposedException>(() => session.Run([], CancellationToken.None));
    }

    [SkippableFact]
    public void A_cancelled_token_loads_nothing()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Assert.ThrowsAny<OperationCanceledException>(() => fixture.Engine.CreateSession(
            fixture.Linear(), fixture.Checkpoint, SessionSettings.Default, new CancellationToken(canceled: true)));
    }

    [SkippableFact]
    public void A_wrong_input_shape_is_a_forecast_fault_that_names_it()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[3], 1, 3);

        var fault = Assert.Throws<TollamaException>(() => session.Run([new NamedTensor("x", x)], default));

        Assert.Equal(ErrorCode.ForecastFailed, fault.Code);
        Assert.Contains("x", fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Bytes_that_are_no_model_are_a_forecast_fault()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        var fault = Assert.Throws<TollamaException>(
            () => fixture.Engine.CreateSession([1, 2, 3, 4], SessionSettings.Default, default));
        Assert.Equal(ErrorCode.ForecastFailed, fault.Code);
    }

    [SkippableTheory]
    [InlineData(DeviceKind.Cuda, "cuda:0")]
    [InlineData(DeviceKind.WebGpu, "webgpu:0")]
    public void A_device_that_the_library_cannot_start_is_a_missing_dependency(DeviceKind kind, string device)
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Skip.If(File.Exists("/dev/nvidia0") || Directory.Exists("/dev/dri"), "this machine has a device");
        var settings = new SessionSettings { Device = new DeviceId(kind, 0) };

        var fault = Assert.Throws<TollamaException>(
            () => fixture.Engine.CreateSession(fixture.Linear(), fixture.Checkpoint, settings, default));

        Assert.Equal(ErrorCode.DependencyMissing, fault.Code);
        Assert.Contains(device, fault.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Messages_of_the_engine_reach_our_log()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(), fixture.Checkpoint, new SessionSettings { LogName = "marker-session" }, default);

        Assert.Contains(fixture.Messages, m => m.Source.StartsWith("marker-session/", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Profiling_leaves_a_file_that_names_the_operators()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        string folder = Directory.CreateTempSubdirectory("tollama-profile-").FullName;
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            new SessionSettings { ProfilePrefix = Path.Combine(folder, "run") },
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[2], 1, 2);
        session.Run([new NamedTensor("x", x)], default).Dispose();

        string profile = session.EndProfiling();

        Assert.Contains("MatMul", File.ReadAllText(profile), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public void A_run_is_a_span_for_whoever_listens()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var session = fixture.Engine.CreateSession(
            fixture.Linear(),
            fixture.Checkpoint,
            SessionSettings.Default,
            default);
        using var x = TensorValue.Wrap<float>(fixture.Engine, new float[2], 1, 2);
        using var outer = new Activity("test").Start();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        session.Run([new NamedTensor("x", x)], default).Dispose();

        Assert.Single(spans, span => span.OperationName == EngineTrace.Run && span.TraceId == outer.TraceId);
    }

    [SkippableFact]
    public void A_tensor_of_the_wrong_element_type_is_not_reinterpreted()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        using var x = TensorValue.Wrap<long>(fixture.Engine, new long[2], 2);
        Assert.Throws<InvalidOperationException>(() => x.AsSpan<double>().Length);
    }

    [SkippableFact]
    public void Memory_that_is_smaller_than_its_shape_is_refused()
    {
        Skip.If(fixture.Skip is not null, fixture.Skip);
        Assert.Throws<TollamaException>(() => TensorValue.Wrap<float>(fixture.Engine, new float[3], 2, 2));
    }

    /// <summary>Not on the pool: runs would hold its threads, and the cancellation would wait for one.</summary>
    private static Task OnOwnThread(Action action) => Task.Factory.StartNew(
        action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
