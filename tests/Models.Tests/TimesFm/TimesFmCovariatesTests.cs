using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Tests.Serving;
using Tollama.Models.TimesFm;
using Tollama.Testing;

namespace Tollama.Models.Tests.TimesFm;

/// <summary>Covariates as the regression takes them.</summary>
public sealed class TimesFmCovariatesTests
{
    public static TheoryData<string> Cases()
    {
        using var document = CompatFixtures.Load("vectors", "timesfm-covariates");
        return
        [
            .. document
                .RootElement.GetProperty("cases")
                .EnumerateArray()
                .Select(c => c.GetProperty("case").GetString()!),
        ];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Collects_covariates_as_the_vectors_say(string name)
    {
        using var document = CompatFixtures.Load("vectors", "timesfm-covariates");
        var vector = document.RootElement.GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("case").ValueEquals(name));
        var request = new ForecastRequest
        {
            Model = "vector",
            Horizon = vector.GetProperty("horizon").GetInt32(),
            Parameters = new ForecastParameters { IsStrict = vector.GetProperty("mode").ValueEquals("strict") },
            Series = [.. vector.GetProperty("series").EnumerateArray().Select(Series)],
        };
        int context = vector.GetProperty("max_context").GetInt32();
        var warnings = new List<string>();
        if (vector.TryGetProperty("error", out _))
        {
            var failure = Assert.Throws<TollamaException>(() => TimesFmCovariates.Collect(request, context, warnings));
            Assert.Equal(ErrorCode.BadRequest, failure.Code);
            return;
        }

        var collected = TimesFmCovariates.Collect(request, context, warnings);

        var expected = vector.GetProperty("dynamic_numerical_covariates").EnumerateObject().ToArray();
        Assert.Equal(expected.Select(column => column.Name), collected.Names);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Value.EnumerateArray().Select(Numbers), collected.Columns[i]);
        }

        Assert.Equal(vector.GetProperty("warning_count").GetInt32(), warnings.Count);
    }

    private static SeriesInput Series(JsonElement series) =>
        AdapterRequest.Series(series.GetProperty("id").GetString()!, series.GetProperty("length").GetInt32()) with
        {
            PastCovariates = Covariates(series.GetProperty("past")),
            FutureCovariates = Covariates(series.GetProperty("future")),
        };

    private static Covariate[] Covariates(JsonElement columns) =>
        columns.ValueKind != JsonValueKind.Object
            ? []
            :
            [
                .. columns
                    .EnumerateObject()
                    .Select(column =>
                        column.Value[0].ValueKind == JsonValueKind.String
                            ? new Covariate
                            {
                                Name = column.Name,
                                Categories = [.. column.Value.EnumerateArray().Select(x => x.GetString()!)],
                            }
                            : new Covariate { Name = column.Name, Numbers = new NumberColumn(Numbers(column.Value)) }),
            ];

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}
