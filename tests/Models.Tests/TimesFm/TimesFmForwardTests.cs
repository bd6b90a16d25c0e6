using System.Text.Json;
using Tollama.Models.TimesFm;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.TimesFm;

public sealed class TimesFmForwardTests
{
    [SkippableFact]
    public void Every_option_alone_and_combined_gives_the_official_tensors()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("timesfm", "options-patch16");
        using var model = LoadedModel.Open(golden.Checkpoint("timesfm"));
        double[][] series = Series(golden);
        int horizon = golden.Call.GetProperty("horizon").GetInt32();

        foreach (var set in golden.Call.GetProperty("option_sets").EnumerateObject())
        {
            var settings = Settings(set.Value, golden.Call.GetProperty("max_context").GetInt32());
            var windows = series.Select(values => TimesFmWindow.Create(
                values, model.Config.RoundContext(settings.MaxContext), settings.NormalizeInputs)).ToArray();

            var forecasts = model.Decoder.Forecast(windows, horizon, settings, CancellationToken.None);

            float[][] expected = golden.Rows(set.Name);
            for (int row = 0; row < series.Length; row++)
            {
                // The backcast over padded patches is arbitrary; ours starts after the first patch with data.
                float[] ours = [.. forecasts[row].Backcast, .. forecasts[row].Forecast];
                Golden.AssertClose($"{set.Name} row {row}", expected[row].AsSpan()[^ours.Length..], ours, 2e-3, 2e-4);
            }
        }
    }

    [SkippableFact]
    public void Missing_values_are_filled_as_the_official_code_fills_them()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("timesfm", "missing-values-patch16");
        using var model = LoadedModel.Open(golden.Checkpoint("timesfm"));
        var settings = Settings(
            golden.Call.GetProperty("forecast_config"), golden.Call.GetProperty("max_context").GetInt32());
        var windows = Series(golden).Select(values => TimesFmWindow.Create(
            values, model.Config.RoundContext(settings.MaxContext), settings.NormalizeInputs)).ToArray();

        var forecasts = model.Decoder.Forecast(windows, 20, settings, CancellationToken.None);

        float[][] expected = golden.Rows("forecast");
        for (int row = 0; row < windows.Length; row++)
        {
            Golden.AssertClose($"row {row}", expected[row], forecasts[row].Forecast, 2e-3, 2e-4);
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1.5", 1.5)]
    public void The_covariate_regression_gives_the_official_fit(string name, double ridge)
    {
        using var golden = GoldenTensors.Open("timesfm", "xreg");
        int horizon = golden.Call.GetProperty("horizon").GetInt32();
        int[] lengths = [.. golden.Call.GetProperty("series_length").EnumerateArray().Select(x => x.GetInt32())];
        var columns = new[] { "covariate_Price", "covariate_temp" }
            .Select(covariate => SplitColumn(golden.Floats(covariate), lengths, horizon)).ToArray();

        var (context, future) = CovariateRegression.Fit(
            [.. columns.Select(column => column.Context)],
            [.. columns.Select(column => column.Future)],
            Array.ConvertAll(golden.Floats($"numeric_ridge{name}_target"), value => (double)value),
            ridge);

        Golden.AssertClose("context", golden.Floats($"numeric_ridge{name}_fit_context"), ToFloats(context), 1e-4, 1e-4);
        Golden.AssertClose("future", golden.Floats($"numeric_ridge{name}_fit_horizon"), ToFloats(future), 1e-4, 1e-4);
    }

    private static float[] ToFloats(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static (double[] Context, double[] Future) SplitColumn(float[] values, int[] lengths, int horizon)
    {
        var context = new List<double>();
        var future = new List<double>();
        int start = 0;
        foreach (int length in lengths)
        {
            context.AddRange(values[start..(start + length)].Select(value => (double)value));
            future.AddRange(values[(start + length)..(start + length + horizon)].Select(value => (double)value));
            start += length + horizon;
        }

        return ([.. context], [.. future]);
    }

    private static double[][] Series(GoldenTensors golden)
    {
        float[] lengths = golden.Floats("series_length");
        return [.. golden.Rows("series").Select((row, i) =>
            Array.ConvertAll(row[^(int)lengths[i]..], value => (double)value))];
    }

    private static TimesFmSettings Settings(JsonElement options, int maxContext) => new()
    {
        MaxContext = maxContext,
        NormalizeInputs = Flag(options, "normalize_inputs"),
        UseContinuousQuantileHead = Flag(options, "use_continuous_quantile_head"),
        ForceFlipInvariance = Flag(options, "force_flip_invariance"),
        InferIsPositive = Flag(options, "infer_is_positive"),
        FixQuantileCrossing = Flag(options, "fix_quantile_crossing"),
        ReturnBackcast = Flag(options, "return_backcast"),
    };

    private static bool Flag(JsonElement options, string name) =>
        options.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private sealed record LoadedModel(TimesFmConfig Config, TimesFmDecoder Decoder, TimesFmNetwork Network)
        : IDisposable
    {
        public static LoadedModel Open(string folder)
        {
            var network = TimesFmNetwork.Load(Golden.Engine, folder, SessionSettings.Default, CancellationToken.None);
            return new LoadedModel(network.Config, new TimesFmDecoder(network), network);
        }

        public void Dispose() => Network.Dispose();
    }
}
