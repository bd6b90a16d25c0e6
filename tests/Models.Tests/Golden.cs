using Tollama.Onnx.Runtime;
using Tollama.Testing;

namespace Tollama.Models.Tests;

/// <summary>Where goldens lie, and the engine that computes ours.</summary>
internal static class Golden
{
    /// <summary>One engine for all tests of the process.</summary>
    public static InferenceEngine Engine { get; } = new(new EngineOptions { Threads = 2 });

    /// <summary>Skips a test where the native library is missing.</summary>
    public static void RequireEngine() => Skip.If(!Engine.Probe().IsUsable, Engine.Probe().Fault);

    /// <summary>Folder of a family's goldens.</summary>
    public static string Folder(string family) => Path.Combine(RepositoryRoot.Path, "tests", "golden", family);

    /// <summary>
    /// A file or folder of the selection in the checkout, or of the shared goldens where the selection leaves it out.
    /// Skips a test where neither is there.
    /// </summary>
    /// <param name="family">Folder of the family.</param>
    /// <param name="selected">Path below <c>tests/golden/family</c>.</param>
    /// <param name="shared">Path below <c>../shared/goldens</c>.</param>
    public static string Find(string family, string selected, string shared)
    {
        string own = Path.Combine(Folder(family), selected);
        if (Path.Exists(own))
        {
            return own;
        }

        Skip.If(RepositoryRoot.Shared is null, $"{family}/{selected} is beyond the selection; ../shared has it.");
        return Path.Combine(RepositoryRoot.Shared!, "goldens", shared);
    }

    /// <summary>Asserts that every element is within an absolute and a relative tolerance.</summary>
    public static void AssertClose(
        string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double absolute, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double room = absolute + (relative * Math.Abs(expected[i]));
            bool isClose = Math.Abs(expected[i] - actual[i]) <= room;
            Assert.True(isClose, $"{what}[{i}]: expected {expected[i]}, got {actual[i]}, allowed ±{room:g3}");
        }
    }
}
