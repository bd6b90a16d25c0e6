using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Onnx.Tests.Ops;

/// <summary>
/// Every operator against plain arithmetic, through the engine; shapes are checked by <see cref="GraphRun"/>.
/// </summary>
public sealed class OperatorTests
{
    private static readonly Dictionary<string, (Func<Value, Value> Graph, Func<float, double> Plain)> Unary = new()
    {
        ["sqrt"] = (x => x.Abs().Sqrt(), x => Math.Sqrt(Math.Abs(x))),
        ["exp"] = (x => x.Exp(), x => Math.Exp(x)),
        ["log"] = (x => (x.Abs() + 1).Log(), x => Math.Log(Math.Abs(x) + 1)),
        ["reciprocal"] = (x => (x + 3).Reciprocal(), x => 1 / (x + 3.0)),
        ["sin"] = (x => x.Sin(), x => Math.Sin(x)),
        ["cos"] = (x => x.Cos(), x => Math.Cos(x)),
        ["sinh"] = (x => x.Sinh(), x => Math.Sinh(x)),
        ["asinh"] = (x => x.Asinh(), x => Math.Asinh(x)),
        ["floor"] = (x => x.Floor(), x => Math.Floor(x)),
        ["ceil"] = (x => x.Ceil(), x => Math.Ceiling(x)),
        ["round"] = (x => x.Round(), x => Math.Round(x, MidpointRounding.ToEven)),
        ["sign"] = (x => x.Sign(), x => Math.Sign(x)),
        ["square"] = (x => x.Square(), x => x * x),
        ["pow"] = (x => x.Abs().Pow(1.5), x => Math.Pow(Math.Abs(x), 1.5)),
        ["clip"] = (x => x.Clip(-1, 0.5), x => Math.Clamp(x, -1, 0.5)),
        ["negate"] = (x => -x, x => -x),
        ["numbers"] = (x => (2 - (3 * x)) / 4, x => (2 - (3.0 * x)) / 4),
        ["max"] = (x => x.Max(0.25), x => Math.Max(x, 0.25)),
        ["min"] = (x => x.Min(0.25), x => Math.Min(x, 0.25)),
        ["relu"] = (x => x.Relu(), x => Math.Max(x, 0)),
        ["sigmoid"] = (x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["tanh"] = (x => x.Tanh(), x => Math.Tanh(x)),
        ["softplus"] = (x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["silu"] = (x => x.Silu(), x => x / (1 + Math.Exp(-x))),
        ["gelu"] = (x => x.Gelu(), x => 0.5 * x * (1 + ErrorFunction(x / Math.Sqrt(2)))),
        ["gelu tanh"] = (
            x => x.GeluTanh(), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
        ["erf"] = (x => x.Erf(), x => ErrorFunction(x)),
    };

    public static TheoryData<string> UnaryNames() => [.. Unary.Keys];

    [SkippableTheory]
    [MemberData(nameof(UnaryNames))]
    public void Functions_of_one_element(string name)
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Numbers("x", ("n", 7), (3, 3));

        float[] actual = run.Compute<float>(Unary[name].Graph(x));

        AssertClose([.. run.Fed("x").Select(Unary[name].Plain)], actual, 2e-6);
    }

    [SkippableFact]
    public void Softmax_and_norms_work_along_the_last_axis()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Numbers("x", ("n", 2), (4, 4));
        var weight = run.Graph.Constant([1f, 2f, 3f, 4f], 4);
        var bias = run.Graph.Constant([0.5f, 0, -0.5f, 1], 4);

        float[] all = run.Compute<float>(
            run.Graph.Concat(
                0,
                x.Softmax(),
                x.RmsNorm(weight, 1e-3f),
                x.LayerNorm(weight, bias, 1e-3f),
                x.LayerNorm(weight, null, 1e-3f)));

        float[][] rows = [.. run.Fed("x").Chunk(4)];
        double[] expected =
        [
            .. rows.SelectMany(row => row.Select(v => Math.Exp(v) / row.Sum(w => Math.Exp(w)))),
            .. rows.SelectMany(row => row.Select((v, i) => v / Math.Sqrt(row.Average(w => w * w) + 1e-3) * (i + 1))),
            .. rows.SelectMany(row =>
                row.Select((v, i) => (Standard(row, v) * (i + 1)) + new[] { 0.5, 0, -0.5, 1 }[i])),
            .. rows.SelectMany(row => row.Select((v, i) => Standard(row, v) * (i + 1))),
        ];
        AssertClose(expected, all, 1e-5);
    }

    [SkippableFact]
    public void A_linear_layer_multiplies_with_the_transpose_and_adds_the_bias()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Numbers("x", ("rows", 2), ("tokens", 3), (2, 2));
        var weight = run.Graph.Constant([1f, 2, 3, 4, 5, 6], 3, 2);

        float[] actual = run.Compute<float>(x.Linear(weight, run.Graph.Constant([10f, 20, 30], 3)));

        AssertClose(
            [
                .. run.Fed("x")
                    .Chunk(2)
                    .SelectMany(v =>
                        new[]
                        {
                            v[0] + (2.0 * v[1]) + 10,
                            (3 * v[0]) + (4.0 * v[1]) + 20,
                            (5 * v[0]) + (6.0 * v[1]) + 30,
                        }),
            ],
            actual,
            1e-5);
    }

    [SkippableFact]
    public void A_gated_perceptron_is_the_same_weights_first_and_tokens_first()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Numbers("x", ("rows", 2), ("tokens", 3), (2, 2));
        var up = run.Graph.Constant([1f, 2, 3, 4, -5, 6, 7, -8], 4, 2);
        var bias = run.Graph.Constant([1f, -1, 2, -2], 4, 1);
        var down = run.Graph.Constant([0.5f, -1.5f], 1, 2);

        var halves = x.Linear(up, bias).Split(-1, 2);
        float[] actual = run.Compute<float>((halves[0].Relu() * (halves[1] - 1)).Linear(down));

        AssertClose(
            [
                .. run.Fed("x").Chunk(2).Select(v =>
                    (0.5 * Math.Max(0, v[0] + (2.0 * v[1]) + 1) * ((-5 * v[0]) + (6.0 * v[1]) + 1))
                    - (1.5 * Math.Max(0, (3 * v[0]) + (4.0 * v[1]) - 1) * ((7 * v[0]) - (8.0 * v[1]) - 3))),
            ],
            actual,
            1e-4);
    }

    [SkippableFact]
    public void Products_broadcast_their_outer_axes()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var a = run.Numbers("a", ("rows", 3), (1, 1), (2, 2));
        var b = run.Feed("b", [1f, 2, 3, 4, 5, 6], (2, 2), (3, 3));

        float[] actual = run.Compute<float>(a.MatMul(b) - a.MatMulTransposed(b.TransposeLast(), factor: 0.5f));

        AssertClose(
            [
                .. run.Fed("a")
                    .Chunk(2)
                    .SelectMany(v => Enumerable.Range(0, 3).Select(j => 0.5 * ((v[0] * (j + 1)) + (v[1] * (j + 4))))),
            ],
            actual,
            1e-5);
    }

    [SkippableFact]
    public void Reductions_and_running_sums()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", [3f, 1, 2, 6, 5, 4], ("n", 2), (3, 3));

        float[] actual = run.Compute<float>(run.Graph.Concat(
            1,
            x.ReduceSum(-1),
            x.ReduceMean(-1),
            x.ReduceMax(-1),
            x.ReduceMin(-1),
            x.CumSum(-1),
            x.CumSum(-1, isExclusive: true, isReversed: true),
            x.TopK(2).Values,
            x.TopK(1, largest: false).Indices.Cast(DType.Float32),
            x.ArgMax(-1).Cast(DType.Float32).Unsqueeze(-1)));

        Assert.Equal([6f, 2, 3, 1, 3, 4, 6, 3, 2, 0, 3, 2, 1, 0, 15, 5, 6, 4, 6, 11, 15, 9, 4, 0, 6, 5, 2, 0], actual);
    }

    [SkippableFact]
    public void Comparisons_select_and_never_multiply()
    {
        GraphRun.RequireEngine();
        using var run = new GraphRun();
        var x = run.Feed("x", [1f, float.NaN, 3, -4], ("n", 4));

        var clean = x.IsNaN().Not().Where(x, 0);
        var large = clean.Greater(2).Or(clean.Less(-3)).And(clean.Equal(3).Not());
        float[] actual = run.Compute<float>(
            run.Graph.Concat(
                0,
                clean,
                large.Where(9, clean),
                clean.GreaterOrEqual(clean).Cast(DType.Float32),
                clean.LessOrEqual(-clean).Cast(DType.Float32)));

        Assert.Equal([1f, 0, 3, -4, 1, 0, 3, 9, 1, 1, 1, 1, 0, 1, 0, 1], actual);
    }

    private static double Standard(float[] row, float value)
    {
        double mean = row.Average();
        return (value - mean) / Math.Sqrt(row.Average(w => (w - mean) * (w - mean)) + 1e-3);
    }

    // Series of Abramowitz & Stegun 7.1.6, exact to double precision for the small arguments used here.
    private static double ErrorFunction(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static void AssertClose(double[] expected, float[] actual, double room)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], room * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
