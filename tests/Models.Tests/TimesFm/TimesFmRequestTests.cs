using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Models.TimesFm;
using Tollama.Testing;

namespace Tollama.Models.Tests.TimesFm;

/// <summary>Quantile levels of a request.</summary>
public sealed class TimesFmRequestTests
{
    private const int LevelsAndMean = 10;

    /// <summary>
    /// The network has the mean and nine levels; the vectors also show nine levels alone, and a head of eight that no
    /// checkpoint has.
    /// </summary>
    [Fact]
    public void Finds_the_channel_of_a_level_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "timesfm-quantile-map");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            int channels = vector.GetProperty("channels").GetInt32();
            if (vector.TryGetProperty("value", out var value))
            {
                foreach (var level in value.EnumerateObject())
                {
                    int row =
                        TimesFmRequest.Channel(double.Parse(level.Name, CultureInfo.InvariantCulture))
                        - (LevelsAndMean - channels);
                    Assert.Equal(level.Value[0].GetDouble() * 10, row);
                }
            }
            else if (channels == LevelsAndMean)
            {
                double level = vector.GetProperty("requested")[0].GetDouble();
                var failure = Assert.Throws<TollamaException>(() => TimesFmRequest.Channel(level));
                Assert.Equal(ErrorCode.BadRequest, failure.Code);
            }
        }
    }
}
