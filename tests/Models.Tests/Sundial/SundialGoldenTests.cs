using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Sundial;

public sealed class SundialGoldenTests
{
    public static TheoryData<string> Cases() => GoldenCase.Names("sundial");

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_official_implementation_does(string name)
    {
        Golden.RequireEngine();
        var golden = GoldenCase.Read("sundial", name);
        var families = ModelFamilies.All(Golden.Engine);
        await using var forecaster = await families.CreateAsync(
            golden.Artifact(families), DeviceId.Cpu, CancellationToken.None);

        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(golden.Request(), CancellationToken.None)], CancellationToken.None);

        if (golden.IsRefused)
        {
            Assert.Equal(ErrorCode.BadRequest, outcomes[0].Failure!.Code);
            return;
        }

        Assert.Null(outcomes[0].Failure?.Message);
        golden.AssertMatches(outcomes[0].Result!);
    }
}
