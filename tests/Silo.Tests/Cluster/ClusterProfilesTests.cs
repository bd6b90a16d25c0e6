using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Silo.Cluster;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Tests.Cluster;

public sealed class ClusterProfilesTests
{
    private readonly MemoryNotes _notes = new();

    [Fact]
    public async Task A_profile_is_as_it_was_written_after_its_grain_was_lost()
    {
        var profiles = Open();
        var profile = profiles.Parse(
            "model: mock\nhorizon: 4\nquantiles: [0.1, 0.9]\nparameters: {covariates_mode: strict}");

        var stored = await profiles.WriteAsync("weekly", profile);
        await profiles.WriteAsync("daily", profiles.Parse("model: mock"));

        var found = await Open().FindAsync("weekly");
        Assert.Equal(("weekly", "cluster:modelfiles/weekly"), (stored.Name, stored.Path));
        Assert.Equal(profile.ToJson().ToJsonString(), found!.Profile.ToJson().ToJsonString());
        Assert.Equal(["daily", "weekly"], (await Open().ListAsync()).Select(entry => entry.Name));
        Assert.Null(await Open().FindAsync("yearly"));
    }

    [Fact]
    public async Task A_deleted_profile_is_not_brought_back_by_a_machine()
    {
        var profiles = Open();
        await profiles.WriteAsync("kept", profiles.Parse("model: shared"));
        await profiles.WriteAsync("deleted", profiles.Parse("model: shared"));

        Assert.True(await profiles.DeleteAsync("deleted"));
        Assert.False(await profiles.DeleteAsync("deleted"));
        await Open().TakeUpAsync([Own("kept"), Own("deleted"), Own("new")]);

        Assert.Equal(
            ["kept shared", "new own"],
            (await Open().ListAsync()).Select(entry => $"{entry.Name} {entry.Profile.Model}"));
    }

    [Fact]
    public async Task A_malformed_name_is_refused()
    {
        var profiles = Open();
        foreach (var use in new Func<Task>[]
        {
            () => profiles.FindAsync("../x"),
            () => profiles.DeleteAsync("../x"),
            () => profiles.WriteAsync("../x", profiles.Parse("model: mock")),
        })
        {
            Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<TollamaException>(use)).Code);
        }
    }

    private static StoredProfile Own(string name) => new(name, $"/own/{name}.yaml", Files().Parse("model: own"));

    private static ProfileStore Files() => new("/nowhere", NullLogger<ProfileStore>.Instance);

    private ClusterProfiles Open() => new(_notes, Files());
}
