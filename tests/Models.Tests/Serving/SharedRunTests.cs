using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Tests.Serving;

public sealed class SharedRunTests
{
    [Fact]
    public async Task Rows_of_all_requests_share_one_run()
    {
        var runs = new List<int>();
        var shared = Make(jobs => runs.Add(jobs.Count));

        var outcomes = await shared.ForecastAsync([Work("a"), Work("b"), Work("c")], CancellationToken.None);

        Assert.Equal([3], runs);
        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Result));
    }

    [Fact]
    public async Task A_request_that_is_refused_leaves_the_others_alone()
    {
        var shared = Make(_ => { });

        var outcomes = await shared.ForecastAsync([Work("a"), Work("refused"), Work("c")], CancellationToken.None);

        Assert.NotNull(outcomes[0].Result);
        Assert.Equal(ErrorCode.BadRequest, outcomes[1].Failure!.Code);
        Assert.NotNull(outcomes[2].Result);
    }

    [Fact]
    public async Task A_request_that_spoils_the_run_fails_alone()
    {
        var shared = Make(jobs =>
        {
            if (jobs.Contains("poison"))
            {
                throw new TollamaException(ErrorCode.ForecastFailed, "spoiled");
            }
        });

        var outcomes = await shared.ForecastAsync([Work("a"), Work("poison"), Work("c")], CancellationToken.None);

        Assert.NotNull(outcomes[0].Result);
        Assert.Equal(ErrorCode.ForecastFailed, outcomes[1].Failure!.Code);
        Assert.NotNull(outcomes[2].Result);
    }

    [Fact]
    public async Task A_caller_that_left_is_skipped()
    {
        var runs = new List<int>();
        var shared = Make(jobs => runs.Add(jobs.Count));

        var outcomes = await shared.ForecastAsync(
            [Work("a"), Work("b") with { Cancellation = new CancellationToken(canceled: true) }],
            CancellationToken.None);

        Assert.Equal([1], runs);
        Assert.True(outcomes[1].IsCancelled);
    }

    private static SharedRun<string> Make(Action<IReadOnlyList<string>> run) => new()
    {
        Prepare = request => request.Model == "refused"
            ? throw new TollamaException(ErrorCode.BadRequest, "refused")
            : request.Model,
        Run = (jobs, _) => run(jobs),
        Finish = _ => new ForecastResult { Forecasts = [] },
    };

    private static ForecastWork Work(string name) =>
        new(new ForecastRequest { Model = name, Horizon = 1, Series = [] }, CancellationToken.None);
}
