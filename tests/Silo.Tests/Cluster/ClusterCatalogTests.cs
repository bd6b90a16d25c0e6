using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Silo.Tests.Cluster;

public sealed class ClusterCatalogTests
{
    private readonly OneCatalog _cluster = new();

    [Fact]
    public async Task What_was_entered_is_known_after_its_grain_was_lost()
    {
        await _cluster.Catalog.EnterAsync(Model("b", "2"));
        await _cluster.Catalog.EnterAsync(Model("a", "1"));
        _cluster.Restart();

        Assert.Equal(["a", "b"], await NamesAsync());
        var found = await _cluster.Catalog.FindAsync("b");
        Assert.Equal(("2", "/there/b", "nc"), (found!.CommitSha, found.SnapshotPath, found.Licence.Type));
        Assert.True(found.Licence is { NeedsAcceptance: true, Accepted: true });
        Assert.Null(await _cluster.Catalog.FindAsync("c"));
        Assert.Null(await _cluster.Catalog.FindAsync("no/name"));
    }

    [Fact]
    public async Task A_machine_brings_only_what_nobody_has_entered_or_removed()
    {
        await _cluster.Catalog.EnterAsync(Model("kept", "shared"));
        await _cluster.Catalog.EnterAsync(Model("removed", "shared"));
        await _cluster.Catalog.RemoveAsync("removed");

        await _cluster.Catalog.TakeUpAsync([Model("kept", "own"), Model("removed", "own"), Model("new", "own")]);
        _cluster.Restart();

        Assert.Equal(["kept", "new"], await NamesAsync());
        Assert.Equal("shared", (await _cluster.Catalog.FindAsync("kept"))!.CommitSha);
    }

    [Fact]
    public async Task What_was_removed_comes_back_with_a_pull()
    {
        await _cluster.Catalog.EnterAsync(Model("m", "1"));
        await _cluster.Catalog.RemoveAsync("m");
        await _cluster.Catalog.EnterAsync(Model("m", "2"));
        await _cluster.Catalog.RemoveAsync("m");
        await _cluster.Catalog.EnterAsync(Model("m", "3"));

        Assert.Equal("3", (await _cluster.Catalog.FindAsync("m"))!.CommitSha);
        Assert.Equal(["m", "m"], _cluster.Freed);
    }

    [Fact]
    public async Task A_model_that_is_not_installed_cannot_be_removed()
    {
        var fault = await Assert.ThrowsAsync<TollamaException>(() => _cluster.Catalog.RemoveAsync("m"));

        Assert.Equal(ErrorCode.ModelNotFound, fault.Code);
        Assert.Empty(_cluster.Freed);
    }

    [Fact]
    public async Task A_model_that_is_being_pulled_stays()
    {
        await _cluster.Catalog.EnterAsync(Model("m", "1"));
        _cluster.Refusal = new TollamaException(ErrorCode.Conflict, "being pulled");

        var fault = await Assert.ThrowsAsync<TollamaException>(() => _cluster.Catalog.RemoveAsync("m"));

        Assert.Equal(ErrorCode.Conflict, fault.Code);
        Assert.Equal(["m"], await NamesAsync());
    }

    [Fact]
    public async Task A_silo_that_cannot_free_the_files_does_not_keep_the_model()
    {
        await _cluster.Catalog.EnterAsync(Model("m", "1"));
        _cluster.Refusal = new TollamaException(ErrorCode.StorageFailed, "read-only");

        await _cluster.Catalog.RemoveAsync("m");

        Assert.Empty(await NamesAsync());
        Assert.Contains("read-only", Assert.Single(_cluster.Log.Lines), StringComparison.Ordinal);
    }

    private static InstalledModel Model(string name, string commit) => new(
        new ModelManifest
        {
            Name = name,
            Family = "toy",
            Source = new ModelSource("huggingface", $"org/{name}", "main"),
            CommitSha = commit,
            SnapshotPath = $"/there/{name}",
            Licence = new ModelLicence
            {
                Type = "nc",
                NeedsAcceptance = true,
                Accepted = true,
                AcceptedAt = "2026-01-01T00:00:00Z",
            },
        },
        "somebody@there");

    private async Task<string[]> NamesAsync() =>
        [.. (await _cluster.Catalog.InstalledAsync()).Select(manifest => manifest.Name)];
}
