using Tollama.Core.Errors;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class FolderModelTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Uses_a_checkpoint_folder_where_it_is_and_removes_only_the_record()
    {
        string folder = WriteCheckpoint("my models/clock");

        var events = await _bench.PullAsync(folder);
        var manifest = _bench.Store.Find(folder)!;
        _bench.Store.Remove(folder);

        Assert.Equal(("success", "local"), (events[^1].Status, events[^1].Digest));
        Assert.Equal((folder, "folder", "torch"), (manifest.SnapshotPath, manifest.Source.Type, manifest.Family));
        Assert.StartsWith("clock--", manifest.Name, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors")));
        Assert.Null(_bench.Store.Find(folder));
    }

    [Fact]
    public async Task Keeps_folders_of_the_same_name_apart()
    {
        string first = WriteCheckpoint("a/clock");
        string second = WriteCheckpoint("b/clock");

        await _bench.PullAsync(first);
        await _bench.PullAsync(second + "/");

        Assert.Equal(2, _bench.Store.Installed().Count);
        Assert.Equal(second, _bench.Store.Find(second)!.SnapshotPath);
    }

    [Fact]
    public async Task Names_the_architecture_of_a_folder_that_no_family_reads()
    {
        string folder = Path.GetDirectoryName(_bench.Home.Write("odd/config.json", """{"model_type": "odd-net"}"""))!;

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(folder));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("odd-net", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_a_folder_that_does_not_exist()
    {
        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync("/no/such/folder"));

        Assert.Equal(ErrorCode.ModelNotFound, fault.Code);
        Assert.Contains("/no/such/folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_ships_with_the_product_needs_no_network()
    {
        WriteCheckpoint("bundled/acme/clock");
        string registry = _bench.Home.Write("registry.yaml", """
            models:
            - name: clock
              family: torch
              source: {type: bundled, repo_id: acme/clock, revision: main}
              license: {type: apache-2.0, needs_acceptance: false}
            """);
        using var bench = new StoreBench(registry: registry, home: new TemporaryFolder(_bench.Home.FullPath));

        var events = await bench.PullAsync("clock");

        Assert.Equal(("success", "local"), (events[^1].Status, events[^1].Digest));
        Assert.True(File.Exists(_bench.Home.At("models", "clock", "snapshot", "model.safetensors")));
    }

    private string WriteCheckpoint(string folder)
    {
        string config = _bench.Home.Write(folder + "/config.json", """{"model_type": "toy"}""");
        string path = Path.GetDirectoryName(config)!;
        File.WriteAllBytes(Path.Combine(path, "model.safetensors"), Safetensors.Create(2000, 7));
        return path;
    }
}
