using Tollama.Models.Baseline.Ets;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The gradient of the likelihood by one pass backwards, against differences of the likelihood itself.</summary>
public sealed class EtsGradientTests
{
    private const int Count = 40;
    private const int Season = 4;
    private const double Step = 1e-6;

    public static TheoryData<string, double> Models
    {
        get
        {
            var models = new TheoryData<string, double>();
            foreach (char error in "AM")
            {
                foreach (string trend in (string[])["N", "A", "Ad", "M", "Md"])
                {
                    foreach (char season in "NAM")
                    {
                        models.Add($"{error}{trend}{season}", 1.0); // a level of exactly one is a level like any other
                        models.Add($"{error}{trend}{season}", 1.3);
                    }
                }
            }

            return models;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Is_the_slope_of_the_likelihood_in_every_weight_and_initial_state(string name, double level)
    {
        Assert.True(EtsForm.TryParse(name, out var form));
        double[] y = [.. SearchRequest.Seasonal(Count, Season).Select(value => value / 50)];
        double[] values = [0.31, 0.12, 0.23, 0.9, .. States(form, level)];

        double[] gradient = Gradient(form, values, y);

        for (int i = 0; i < values.Length; i++)
        {
            if (IsFree(form, i))
            {
                double above = Likelihood(form, Moved(i, Step), y);
                double slope = (above - Likelihood(form, Moved(i, -Step), y)) / (2 * Step);
                double room = 1e-5 * Math.Max(1.0, Math.Abs(slope));
                Assert.True(Math.Abs(gradient[i] - slope) < room, $"value {i}: {gradient[i]}, slope {slope}");
            }
        }

        double[] Moved(int index, double by) => [.. values.Select((value, i) => i == index ? value + by : value)];
    }

    private static bool IsFree(EtsForm form, int index) => index switch
    {
        1 => form.HasTrend,
        2 => form.HasSeason,
        3 => form.IsDamped,
        _ => true,
    };

    /// <summary>Level, growth where there is a trend, seasonals newest first.</summary>
    private static double[] States(EtsForm form, double level)
    {
        double[] growth = form.Trend switch
        {
            EtsComponent.None => [],
            EtsComponent.Additive => [0.03],
            _ => [1.02],
        };
        double[] seasonals = form.Season switch
        {
            EtsComponent.None => [],
            EtsComponent.Additive => [-0.2, 0.0, 0.2, 0.05],
            _ => [0.8, 1.0, 1.2, 1.05],
        };
        return [level, .. growth, .. seasonals];
    }

    private static double[] Gradient(EtsForm form, double[] values, double[] y)
    {
        var path = Started(form, values);
        EtsFilter.Run(form, Weights(form, values), y, path);
        var adjoint = new EtsPath(Count, path.Period);
        var bar = EtsGradient.Run(form, Weights(form, values), y, path, adjoint);
        return
        [
            bar.Alpha, bar.Beta, bar.Gamma, bar.Phi, adjoint.Level[0],
            .. form.HasTrend ? adjoint.Growth[..1] : [],
            .. form.HasSeason ? adjoint.Season[..Season].Reverse() : [],
        ];
    }

    private static double Likelihood(EtsForm form, double[] values, double[] y) =>
        EtsFilter.Run(form, Weights(form, values), y, Started(form, values));

    private static EtsPath Started(EtsForm form, double[] values)
    {
        var path = new EtsPath(Count, form.HasSeason ? Season : 1);
        path.Start(form, values.AsSpan(4));
        return path;
    }

    private static EtsWeights Weights(EtsForm form, double[] values) => new(
        values[0],
        form.HasTrend ? values[1] : 0.0,
        form.HasSeason ? values[2] : 0.0,
        form.IsDamped ? values[3] : 1.0);
}
