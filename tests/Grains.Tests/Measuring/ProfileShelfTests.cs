using Tollama.Grains.Contracts;
using Tollama.Grains.Measuring;

namespace Tollama.Grains.Tests.Measuring;

public sealed class ProfileShelfTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keeps_one_profile_for_each_version_and_class_of_device()
    {
        var shelf = new ProfileShelf();
        shelf.Keep(Profile("v", "cpu", bytes: 1));
        shelf.Keep(Profile("v", "gpu", bytes: 2));
        shelf.Keep(Profile("w", "cpu", bytes: 3));
        shelf.Keep(Profile("v", "cpu", bytes: 4));

        Assert.Equal([("cpu", 4), ("gpu", 2)], shelf.Of("v").Select(known => (known.DeviceClass, known.Bytes)).Order());
    }

    [Fact]
    public void Lets_the_longest_unmeasured_go_when_it_is_full()
    {
        var shelf = new ProfileShelf();
        for (int i = 0; i < ProfileShelf.MostProfiles + 3; i++)
        {
            shelf.Keep(Profile($"v{i}", "cpu") with { At = Now + TimeSpan.FromSeconds(i) });
        }

        Assert.Equal(ProfileShelf.MostProfiles, shelf.All.Count);
        Assert.Empty(shelf.Of("v2"));
        Assert.Single(shelf.Of("v3"));
    }

    [Fact]
    public void Leaves_out_what_cannot_be_true_and_what_is_old()
    {
        var shelf = new ProfileShelf();
        var sound = Profile("sound", "cpu");
        var call = new MeasuredCall(new RunShape(1, 1, 1, 1), 1);
        MeasuredProfile[] stored =
        [
            sound,
            Profile("none", "cpu", bytes: 0),
            Profile("negative", "cpu", bytes: -1),
            Profile("instant", "cpu") with { LoadTime = TimeSpan.Zero },
            Profile("service", "cpu") with { Service = TimeSpan.FromSeconds(-1) },
            Profile("call", "cpu") with { Calls = [new MeasuredCall(new RunShape(1, -1, 1, 1), 1)] },
            Profile("null", "cpu") with { Calls = [null!] },
            Profile("many", "cpu") with
            {
                Calls = [.. Enumerable.Repeat(call, ProfileShelf.MostCalls + 1)],
            },
            Profile("old", "cpu") with { At = Now - ProfileShelf.Lifetime - TimeSpan.FromSeconds(1) },
        ];

        Assert.Equal(8, shelf.Recall(stored, Now));
        Assert.Equal([sound], shelf.All);
    }

    [Fact]
    public void Prefers_what_was_measured_since_to_what_is_stored()
    {
        var shelf = new ProfileShelf();
        shelf.Keep(Profile("v", "cpu", bytes: 5));

        Assert.Equal(0, shelf.Recall([Profile("v", "cpu", bytes: 9)], Now));
        Assert.Equal(5, Assert.Single(shelf.All).Bytes);
    }

    private static MeasuredProfile Profile(string version, string deviceClass, long bytes = 100) => new()
    {
        Version = version,
        DeviceClass = deviceClass,
        At = Now,
        Bytes = bytes,
        LoadTime = TimeSpan.FromSeconds(1),
    };
}
