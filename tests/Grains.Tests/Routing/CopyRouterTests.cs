using Tollama.Grains.Routing;

namespace Tollama.Grains.Tests.Routing;

public sealed class CopyRouterTests
{
    private static readonly RoutingRules Rules = new();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(20);

    private readonly CopyRouter _router = new(Rules, new Random(7));
    private TimeSpan _now;

    [Fact]
    public void Has_no_choice_with_one_copy_and_none_without()
    {
        var copies = Copies(1);

        Assert.Null(_router.Choose([], "a", _now));
        Assert.Same(copies[0], _router.Choose(copies, "a", _now));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(7, 6, 1)]
    [InlineData(40, 3, 1)]
    public void Takes_the_one_of_two_that_has_less_to_do(int first, int second, int expected)
    {
        var copies = Copies(2);
        (copies[0].Outstanding, copies[1].Outstanding) = (first, second);

        Assert.All(
            Enumerable.Range(0, 50),
            _ => Assert.Same(copies[expected], _router.Choose(copies, session: "", _now)));
    }

    [Fact]
    public void Takes_the_faster_copy_though_it_has_more_to_do()
    {
        var copies = Copies(2);
        copies[0].Note(Usual, Usual, _now);
        copies[1].Note(Usual / 2, Usual / 2, _now);
        (copies[0].Outstanding, copies[1].Outstanding) = (4, 8); // 5 × 20 ms against 9 × 10 ms

        Assert.Same(copies[1], _router.Choose(copies, session: "", _now));
    }

    [Fact]
    public void Keeps_many_copies_level()
    {
        var copies = Copies(8);
        for (int forecast = 0; forecast < 8_000; forecast++)
        {
            _router.Choose(copies, session: "", _now)!.Outstanding++;
        }

        Assert.All(copies, copy => Assert.InRange(copy.Outstanding, 990, 1_010)); // one draw is off by 30 and more
    }

    [Fact]
    public void Leaves_a_caller_with_its_copy_where_that_costs_less_than_a_fifth()
    {
        var copies = Copies(2);
        var home = _router.Choose(copies, "a", _now)!;
        var other = copies.Single(copy => copy != home);

        (home.Outstanding, other.Outstanding) = (9, 8); // 10 × 0.8 against 9
        Assert.Same(home, _router.Choose(copies, "a", _now));
        Assert.Same(other, _router.Choose(copies, "b", _now));

        (home.Outstanding, other.Outstanding) = (14, 8); // 15 × 0.8 against 9
        Assert.Same(other, _router.Choose(copies, "a", _now));
    }

    [Fact]
    public void Forgets_a_caller_after_a_minute()
    {
        var copies = Copies(2);
        var home = _router.Choose(copies, "a", _now)!;
        var other = copies.Single(copy => copy != home);
        (home.Outstanding, other.Outstanding) = (9, 8);

        _now += Rules.AffinityFor;

        Assert.Same(other, _router.Choose(copies, "a", _now));
    }

    [Fact]
    public void Bears_with_more_callers_than_it_remembers()
    {
        var copies = Copies(3);
        for (int caller = 0; caller < 20_000; caller++)
        {
            Assert.NotNull(_router.Choose(copies, $"caller {caller}", _now));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Gives_a_copy_a_tenth_that_was_slow_for_half_a_minute(int count)
    {
        var copies = Copies(count);
        Compute(copies, 29 * Second, slow: copies[0], factor: 4);
        Assert.False(copies[0].IsSlow);

        Compute(copies, 5 * Second, slow: copies[0], factor: 4);

        Assert.Equal(Rules.SlowWeight, copies[0].Weight);
        Assert.All(copies[1..], copy => Assert.Equal(1, copy.Weight));
        Assert.Equal(1, _router.Ejections);
        Assert.All(copies, copy => copy.Outstanding = 1);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.NotSame(copies[0], _router.Choose(copies, "", _now)));
    }

    [Theory]
    [InlineData(2, 2.9)] // not three times as slow
    [InlineData(3, 1)]
    public void Leaves_copies_alone_that_are_not_much_slower(int count, double factor)
    {
        var copies = Copies(count);

        Compute(copies, 300 * Second, copies[0], factor);

        Assert.All(copies, copy => Assert.False(copy.IsSlow));
    }

    [Fact]
    public void Starts_over_when_a_slow_copy_was_fast_in_between()
    {
        var copies = Copies(2);
        for (int round = 0; round < 5; round++)
        {
            Compute(copies, 15 * Second, copies[0], factor: 4);
            Compute(copies, 35 * Second, copies[0], factor: 1);
        }

        Assert.Equal(0, _router.Ejections);
    }

    [Fact]
    public void Tries_a_slow_copy_every_ten_seconds_and_takes_it_back_when_it_is_as_fast_as_others()
    {
        var copies = Copies(2);
        Compute(copies, 40 * Second, copies[0], factor: 10);
        var tried = new List<TimeSpan>();
        for (int tick = 0; tick < 600; tick++)
        {
            _now += Second / 10;
            var chosen = _router.Choose(copies, "", _now)!;
            bool isSlow = chosen == copies[0];
            if (isSlow)
            {
                tried.Add(_now);
            }

            Answer(chosen, copies, isSlow ? Usual * 10 : Usual);
        }

        Assert.InRange(tried.Count, 5, 6);
        Assert.All(tried.Zip(tried.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Rules.ProbeEvery));
        Assert.True(copies[0].IsSlow);

        Answer(copies[0], copies, Usual);

        Assert.False(copies[0].IsSlow);
    }

    [Fact]
    public void Does_not_try_a_slow_copy_that_has_not_answered_the_last_time()
    {
        var copies = Copies(2);
        Compute(copies, 40 * Second, copies[0], factor: 10);
        copies[0].Outstanding = 1;

        _now += 2 * Rules.ProbeEvery;

        Assert.Same(copies[1], _router.Choose(copies, "", _now));
    }

    [Fact]
    public void Asks_the_freest_of_the_others_second()
    {
        var copies = Copies(4);
        (copies[0].Outstanding, copies[1].Outstanding, copies[2].Outstanding, copies[3].Outstanding) = (0, 3, 1, 2);

        Assert.Same(copies[2], _router.Second(copies, copies[0]));
        Assert.Null(_router.Second(copies[..1], copies[0]));
    }

    private static CopyLoad[] Copies(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new CopyLoad($"silo/sim:{index}", Rules))];

    /// <summary>Every copy answers ten forecasts a second, one of them slowly.</summary>
    private void Compute(CopyLoad[] copies, TimeSpan span, CopyLoad slow, double factor)
    {
        for (var end = _now + span; _now < end; _now += Second / 10)
        {
            _router.Choose(copies, "", _now);
            foreach (var copy in copies)
            {
                Answer(copy, copies, copy == slow ? Usual * factor : Usual);
            }
        }
    }

    private void Answer(CopyLoad copy, CopyLoad[] copies, TimeSpan took) =>
        _router.Note(copy, copies, took, took, _now);
}
