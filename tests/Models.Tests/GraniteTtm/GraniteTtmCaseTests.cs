using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Models.GraniteTtm;

namespace Tollama.Models.Tests.GraniteTtm;

public sealed class GraniteTtmCaseTests
{
    public static TheoryData<string> Cases => GoldenCase.Names("granite");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_official_pipeline(string name)
    {
        Golden.RequireEngine();
        var golden = GoldenCase.Read("granite", name);
        var families = new ModelFamilies([new GraniteTtmFamily(Golden.Engine)]);
        await using var forecaster = await families.CreateAsync(
            golden.Artifact(families), DeviceId.Cpu, CancellationToken.None);

        var outcome = Assert.Single(await forecaster.ForecastAsync(
            [new ForecastWork(golden.Request(), CancellationToken.None)], CancellationToken.None));

        if (golden.IsRefused)
        {
            Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
            return;
        }

        Assert.Null(outcome.Failure);
        golden.AssertMatches(outcome.Result!); // no failure and not cancelled: there is a result
    }
}
