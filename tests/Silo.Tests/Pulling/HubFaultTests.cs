using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class HubFaultTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;
    private const string Weights = "model.safetensors";
    private const int Bytes = 400_000;

    private FakeHub _hub = null!;
    private StoreBench _bench = null!;

    public async Task InitializeAsync()
    {
        _hub = (await FakeHub.StartAsync()).AddToyModel(Bytes);
        _bench = new StoreBench(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public async Task Goes_on_where_the_connection_dropped_however_often(int times)
    {
        _hub.Break(new DropFault(Weights, AfterBytes: 30_000, times));

        await _bench.PullAsync(Reference);

        AssertWhole();
        Assert.Contains(_hub.Requests, line => line.Contains($"/storage/{Weights} bytes=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gives_up_on_a_connection_that_never_brings_a_byte()
    {
        _hub.Break(new DropFault(Weights, AfterBytes: 0, Times: 1000));

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains("proxy", fault.Message, StringComparison.Ordinal);
        AssertNothingInstalled();
    }

    [Fact]
    public async Task Counts_silence_as_a_dead_connection_and_goes_on()
    {
        var hold = new HoldFault(Weights, AfterBytes: 100_000);
        _hub.Break(hold);
        using var impatient = new StoreBench(_hub.Address, stall: TimeSpan.FromMilliseconds(300));

        await impatient.PullAsync(Reference);

        Assert.Equal(
            _hub.Content(Weights),
            await File.ReadAllBytesAsync(Path.Combine(impatient.Store.Find(Reference)!.SnapshotPath!, Weights)));
    }

    [Theory]
    [InlineData(Weights, 0)]
    [InlineData(Weights, 200_000)]
    [InlineData("config.json", 0)]
    [InlineData("config.json", 5)]
    [InlineData("README.md", 0)]
    public async Task Reads_again_what_arrived_corrupted(string path, int offset)
    {
        _hub.Break(new CorruptFault(path, offset));

        await _bench.PullAsync(Reference);

        AssertWhole();
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData("config.json")]
    public async Task Never_installs_what_stays_corrupted(string path)
    {
        _hub.Break(new CorruptFault(path, Offset: 0, Times: 1000));

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        AssertNothingInstalled();
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("config.json")]
    public async Task Where_tags_prove_nothing_two_readings_must_agree(string path)
    {
        _hub.HasHonestTags = false;
        _hub.Break(new CorruptFault(path, Offset: 3));

        await _bench.PullAsync(Reference);

        AssertWhole();
        Assert.True(_hub.CountRequests("/" + path) >= 3);
    }

    [Fact]
    public async Task A_drop_and_corruption_in_one_file_still_end_well()
    {
        _hub.Break(new DropFault(Weights, AfterBytes: 30_000, Times: 2))
            .Break(new CorruptFault(Weights, Offset: 40_000));

        await _bench.PullAsync(Reference);

        AssertWhole();
    }

    [Theory]
    [InlineData(429, "/storage/")]
    [InlineData(500, "/storage/")]
    [InlineData(503, "/resolve/")]
    [InlineData(502, "/api/models/")]
    public async Task Asks_again_after_a_status_that_passes(int status, string part)
    {
        _hub.Break(new StatusFault(part, status, Times: 2));

        await _bench.PullAsync(Reference);

        AssertWhole();
    }

    [Theory]
    [InlineData(503, "/api/models/")]
    [InlineData(418, "/storage/")]
    public async Task Says_which_status_did_not_pass(int status, string part)
    {
        _hub.Break(new StatusFault(part, status, Times: 1000));

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains($"{status}", fault.Message, StringComparison.Ordinal);
        AssertNothingInstalled();
    }

    [Fact]
    public async Task Says_that_nothing_answers_and_what_to_check()
    {
        using var alone = new StoreBench(new Uri("http://127.0.0.1:9"));

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => alone.PullAsync("chronos2"));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains("127.0.0.1:9", fault.Message, StringComparison.Ordinal);
        Assert.Contains("HF_ENDPOINT", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_pull_continues_the_bytes_of_one_that_was_given_up()
    {
        var hold = new HoldFault(Weights, AfterBytes: 150_000);
        _hub.Break(hold);
        using var leaving = new CancellationTokenSource();
        var first = _bench.PullAsync(new PullRequest { Model = Reference }, leaving.Token);
        await hold.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await WaitForBytesAsync(150_000);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        AssertNothingInstalled();
        await _bench.PullAsync(Reference);

        AssertWhole();
        Assert.Contains(_hub.Requests, line => line.EndsWith("bytes=150000-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_pulls_of_one_model_download_it_once()
    {
        var hold = new HoldFault("config.json", AfterBytes: 1);
        _hub.Break(hold);
        var first = _bench.PullAsync(Reference);
        await hold.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var other = _bench.Open();
        var second = Task.Run(async () =>
            await other.PullAsync(new PullRequest { Model = Reference }, default).CountAsync());

        hold.Release.SetResult();
        await first;
        await second;

        Assert.Equal(1, _hub.CountRequests("/storage/" + Weights));
        AssertWhole();
    }

    [Fact]
    public async Task A_model_is_not_removed_under_a_running_pull()
    {
        await _bench.PullAsync("mock");
        var hold = new HoldFault("config.json", AfterBytes: 1);
        _hub.Break(hold);
        _bench.Home.Write("models/hf.co--acme--clock/manifest.json", "{}");
        var pull = _bench.PullAsync(Reference);
        await hold.Reached.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var fault = Assert.Throws<TollamaException>(() => _bench.Open().Remove(Reference));
        hold.Release.SetResult();
        await pull;

        Assert.Equal(ErrorCode.Conflict, fault.Code);
        AssertWhole();
    }

    private async Task WaitForBytesAsync(long bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (
            Directory.EnumerateFiles(_bench.Home.At("blobs"), "sha256-*.partial").Sum(path => new FileInfo(path).Length)
            < bytes)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private void AssertWhole()
    {
        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        foreach (string path in (string[])[Weights, "config.json", "README.md"])
        {
            Assert.Equal(_hub.Content(path), File.ReadAllBytes(Path.Combine(snapshot, path)));
        }
    }

    private void AssertNothingInstalled()
    {
        Assert.Null(_bench.Store.Find(Reference));
        Assert.False(Directory.Exists(_bench.Home.At("models", "hf.co--acme--clock", "snapshot")));
        Assert.False(Directory.Exists(_bench.Home.At("models", "hf.co--acme--clock", "snapshot.tmp")));
    }
}
