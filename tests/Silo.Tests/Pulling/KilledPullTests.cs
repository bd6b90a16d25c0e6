using System.Diagnostics;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class KilledPullTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;
    private const string Folder = "hf.co--acme--clock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private FakeHub _hub = null!;
    private StoreBench _bench = null!;

    public async Task InitializeAsync()
    {
        _hub = (await FakeHub.StartAsync()).AddToyModel();
        _bench = new StoreBench(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData("config.json", 1)]
    [InlineData("model.safetensors", 0)]
    [InlineData("model.safetensors", 120_000)]
    public async Task The_next_pull_completes_what_a_killed_process_began(string path, int afterBytes)
    {
        var hold = new HoldFault(path, afterBytes);
        _hub.Break(hold);
        using (var process = StartPull())
        {
            await hold.Reached.Task.WaitAsync(Patience);
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Patience);
        }

        Assert.Empty(_bench.Store.Installed());
        var events = await _bench.PullAsync(Reference);

        Assert.Equal("success", events[^1].Status);
        AssertWhole();
    }

    [Fact]
    public async Task A_process_waits_for_the_pull_of_another_one_and_finds_the_model_present()
    {
        var hold = new HoldFault("config.json", AfterBytes: 1);
        _hub.Break(hold);
        using var process = StartPull();
        await hold.Reached.Task.WaitAsync(Patience);
        var second = _bench.PullAsync(Reference);

        hold.Release.SetResult();
        var events = await second.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(["already present", "success"], events.Select(happened => happened.Status));
        Assert.Equal(1, _hub.CountRequests("/storage/model.safetensors"));
        AssertWhole();
    }

    [Fact]
    public async Task A_snapshot_whose_record_was_never_written_gets_one()
    {
        await _bench.PullAsync(Reference);
        File.Delete(_bench.Home.At("models", Folder, "manifest.json"));

        var events = await _bench.PullAsync(Reference);

        Assert.Equal(["already present", "success"], events.Select(happened => happened.Status));
        Assert.Equal(_hub.Commit, events[^1].Digest);
        Assert.Equal("torch", _bench.Store.Find(Reference)!.Family);
    }

    [Fact]
    public async Task A_half_built_snapshot_means_nothing()
    {
        _bench.Home.Write($"models/{Folder}/snapshot.tmp/model.safetensors", "half");
        _bench.Home.Write($"models/{Folder}/snapshot.tmp/stranger.txt", "left");

        await _bench.PullAsync(Reference);

        AssertWhole();
        Assert.False(File.Exists(_bench.Home.At("models", Folder, "snapshot", "stranger.txt")));
    }

    [Fact]
    public async Task A_partial_file_with_foreign_bytes_is_found_out()
    {
        byte[] weights = _hub.Content("model.safetensors");
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights));
        _bench.Home.Write($"blobs/sha256-{digest}.partial", new string('x', 5000));

        await _bench.PullAsync(Reference);

        AssertWhole();
    }

    private Process StartPull()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Program).Assembly.Location,
                _bench.Home.FullPath,
                _hub.Address.AbsoluteUri,
                Reference,
            },
        };
        return Process.Start(start)!;
    }

    private void AssertWhole() => Assert.Equal(
        _hub.Content("model.safetensors"),
        File.ReadAllBytes(Path.Combine(_bench.Store.Find(Reference)!.SnapshotPath!, "model.safetensors")));
}
