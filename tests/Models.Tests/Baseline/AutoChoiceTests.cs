using Tollama.Core.Errors;
using Tollama.Models.Baseline.Combination;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>Which candidate's forecast it is when fits refuse or meet the deadline.</summary>
public sealed class AutoChoiceTests
{
    private const int Count = 40;
    private const int Horizon = 4;

    private readonly WorkClock _clock = new();

    [Fact]
    public void The_smallest_error_wins()
    {
        var (choice, prediction) = Choose(Candidate("far", 5.0), Candidate("near", 1.0), Candidate("middle", 2.0));

        Assert.Equal("near", choice.Chosen.Name);
        Assert.Empty(choice.PassedOver);
        Assert.All(prediction.Mean, value => Assert.Equal(1.0, value));
    }

    [Fact]
    public void A_winner_whose_fit_is_cut_leaves_the_forecast_to_the_best_that_is_whole()
    {
        // The winner takes all the time that is not kept for the next best.
        var (choice, prediction) = Choose(
            Candidate("far", 5.0),
            Candidate("endless", 1.0, onWhole: Search),
            Candidate("middle", 2.0, onWindow: Work, onWhole: Work));

        Assert.Equal("middle", choice.Chosen.Name);
        Assert.False(choice.IsCut);
        Assert.All(prediction.Mean, value => Assert.Equal(2.0, value));
        var (passed, why) = Assert.Single(choice.PassedOver);
        Assert.Equal("endless", passed.Name);
        Assert.Contains("deadline", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_fits_are_cut_the_best_one_answers_and_passes_nobody_over()
    {
        var (choice, prediction) = Choose(
            Candidate("far", 5.0, onWhole: Search), Candidate("near", 1.0, onWhole: Search));

        Assert.Equal("near", choice.Chosen.Name);
        Assert.True(choice.IsCut);
        Assert.Empty(choice.PassedOver);
        Assert.All(prediction.Mean, value => Assert.Equal(1.0, value));
    }

    [Fact]
    public void A_winner_that_refuses_the_whole_series_is_passed_over_with_its_reason()
    {
        var (choice, _) = Choose(
            Candidate("near", 1.0, onWhole: task => throw task.Refusal("it is Sunday.")), Candidate("far", 5.0));

        Assert.Equal("far", choice.Chosen.Name);
        Assert.Equal("it is Sunday.", Assert.Single(choice.PassedOver).Why);
    }

    [Fact]
    public void A_candidate_whose_windows_are_cut_is_late_and_not_compared()
    {
        var task = Task();

        var comparison = AutoComparison.Run(
            [Candidate("far", 5.0), Candidate("endless", 1.0, onWindow: Search)], task, 3, 10.0);

        Assert.Equal(["far"], comparison.Ranking.Select(c => c.Candidate.Name));
        Assert.True(comparison.Candidates[1].IsOutOfTime);
        Assert.False(task.Budget.WasExhausted);
    }

    [Fact]
    public void A_candidate_that_refuses_an_older_window_is_compared_on_the_newer_ones()
    {
        var picky = Candidate("picky", 1.0, onWindow: task =>
        {
            if (task.Count < Count - 2 * Horizon)
            {
                throw task.Refusal("that was too long ago.");
            }
        });

        var comparison = AutoComparison.Run([Candidate("far", 5.0), picky], Task(), 3, 10.0);

        Assert.Equal(2, comparison.Windows);
        Assert.Equal(["picky", "far"], comparison.Ranking.Select(c => c.Candidate.Name));
    }

    [Fact]
    public void Nothing_that_can_forecast_is_a_refusal_with_all_reasons()
    {
        var failure = Assert.Throws<TollamaException>(() => Choose(
            Candidate("one", 1.0, Refuse("it is Sunday."), Refuse("it is Sunday.")),
            Candidate("two", 1.0, Refuse("it rains."), Refuse("it rains."))));

        Assert.Equal(ErrorCode.BadRequest, failure.Code);
        Assert.Contains("one: it is Sunday. two: it rains.", failure.Message, StringComparison.Ordinal);
    }

    private (AutoChoice Choice, Prediction Prediction) Choose(params MethodCard[] cards)
    {
        var task = Task();
        var choice = new AutoChoice(AutoComparison.Run(cards, task, 3, 100.0), task);
        return (choice, choice.Run([]));
    }

    /// <summary>A series of zeros, so that a forecast is its error; 200 seconds until the deadline.</summary>
    private SeriesTask Task() => new()
    {
        SeriesId = "a",
        Method = "auto",
        History = new double[Count],
        Horizon = Horizon,
        Season = 1,
        WithIntervals = false,
        Budget = new FitBudget(_clock, 200, CancellationToken.None),
    };

    private static MethodCard Candidate(
        string name, double error, Action<SeriesTask>? onWindow = null, Action<SeriesTask>? onWhole = null) =>
        new(name, name, [], _ => new Constant(error, onWindow, onWhole));

    private static Action<SeriesTask> Refuse(string reason) => task => throw task.Refusal(reason);

    /// <summary>Ten seconds of work that may end early.</summary>
    private void Work(SeriesTask task)
    {
        for (int i = 0; i < 10 && task.Budget.Look(); i++)
        {
            _clock.Seconds++;
        }
    }

    /// <summary>Work without end.</summary>
    private void Search(SeriesTask task)
    {
        while (task.Budget.Look())
        {
            _clock.Seconds++;
        }
    }

    private sealed class WorkClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Constant(double value, Action<SeriesTask>? onWindow, Action<SeriesTask>? onWhole)
        : IForecastMethod
    {
        public bool HasIntervals => false;

        public int NeededObservations(int season, bool withIntervals) => 1;

        public Prediction Forecast(SeriesTask task)
        {
            (task.Count < Count ? onWindow : onWhole)?.Invoke(task);
            return Prediction.Flat(value, task);
        }
    }
}
