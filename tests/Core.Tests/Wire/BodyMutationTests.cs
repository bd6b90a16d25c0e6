using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Testing;

namespace Tollama.Core.Tests.Wire;

public sealed class BodyMutationTests
{
    private static readonly byte[][] Seeds = [.. LoadSeeds()];

    private static readonly byte[] Snippets = Encoding.UTF8.GetBytes("{}[]\",:0123456789-+.eEtrufalsn\\ \u00e9");

    [Fact]
    public void Only_requests_and_validation_faults_come_out_of_mutated_bodies()
    {
        var edits = Gen.Choose(0, int.MaxValue).ArrayOf(12).ToArbitrary();

        Prop.ForAll(edits, Survives).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Only_validation_faults_come_out_of_bodies_cut_short()
    {
        foreach (byte[] seed in Seeds)
        {
            for (int length = 0; length < seed.Length; length++)
            {
                byte[] body = seed[..length];

                Assert.Throws<ValidationException>(() => ForecastBodies.ReadForecast(body, ForecastRoute.Api));
            }
        }
    }

    private static IEnumerable<byte[]> LoadSeeds()
    {
        string[] names =
        [
            "forecast-quantile-key-format",
            "metrics-all-eight",
            "whatif-sequential",
            "validate-future-length",
        ];
        foreach (string name in names)
        {
            using var fixture = CompatFixtures.Load("http", name);
            yield return Encoding.UTF8.GetBytes(fixture.RootElement.GetProperty("request").GetRawText());
        }
    }

    private static bool Survives(int[] edits)
    {
        byte[] body = Mutate(edits);
        return IsTame(() => ForecastBodies.ReadForecast(body, ForecastRoute.Api))
            && IsTame(() => ForecastBodies.ReadForecast(body, ForecastRoute.V1))
            && IsTame(() => ForecastBodies.ReadWhatIf(body))
            && IsTame(() => ForecastBodies.ReadAutoForecast(body))
            && IsTame(() => ForecastBodies.ReadAnalyze(body))
            && IsTame(() => ModelBodies.ReadPull(body));
    }

    private static bool IsTame(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (ValidationException fault)
        {
            return fault.Issues.Count > 0 && fault.Issues.All(issue => issue.Describe().Length > 0);
        }
    }

    /// <summary>Applies up to four edits: change, remove, insert, or copy a stretch elsewhere.</summary>
    private static byte[] Mutate(int[] edits)
    {
        var body = Seeds[edits[0] % Seeds.Length].ToList();
        for (int i = 1; i + 2 < edits.Length && i <= 1 + (edits[0] % 10); i += 3)
        {
            int at = edits[i] % body.Count;
            int length = Math.Min(1 + (edits[i + 2] % 20), body.Count - at);
            switch (edits[i + 1] % 4)
            {
                case 0:
                    body[at] = (byte)(edits[i + 2] % 256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(length, body.Count - 1));
                    break;
                case 2:
                    body.Insert(at, Snippets[edits[i + 2] % Snippets.Length]);
                    break;
                default:
                    body.InsertRange(edits[i + 2] % body.Count, body.GetRange(at, length));
                    break;
            }
        }

        return [.. body];
    }
}
