using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests;

public sealed class FamilyGoldenTests
{
    private static readonly string[] Folders = ["chronos", "granite", "sundial", "timesfm", "toto", "uni2ts"];

    /// <summary>Every case of every family in the checkout.</summary>
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string family in Folders)
        {
            foreach (string name in GoldenCase.Names(family))
            {
                data.Add(family, name);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_the_official_implementation_does(string family, string name)
    {
        Golden.RequireEngine();
        var golden = GoldenCase.Read(family, name);
        var families = ModelFamilies.All(Golden.Engine);
        await using var forecaster = await families.CreateAsync(
            golden.Artifact(families), DeviceId.Cpu, CancellationToken.None);

        var outcome = Assert.Single(await forecaster.ForecastAsync(
            [new ForecastWork(golden.Request(), CancellationToken.None)], CancellationToken.None));

        if (golden.IsRefused)
        {
            Assert.Equal(ErrorCode.BadRequest, outcome.Failure?.Code);
            return;
        }

        Assert.Null(outcome.Failure?.Message);
        golden.AssertMatches(outcome.Result!); // no failure and not cancelled: there is a result
    }
}
