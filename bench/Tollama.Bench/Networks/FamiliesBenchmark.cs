using System.Diagnostics;
using Tollama.Models;
using Tollama.Onnx.Runtime;

namespace Tollama.Bench.Networks;

/// <summary>
/// Every network at published size with random weights, each in a process of its own. Arguments: names of families;
/// none for all.
/// </summary>
internal static class FamiliesBenchmark
{
    private const string One = "--one";

    public static int Run(string[] arguments)
    {
        if (arguments is [One, var name])
        {
            FamilyMeasurement.Run(name);
            return 0;
        }

        Console.WriteLine(FamilyMeasurement.Header);
        foreach (string family in arguments.Length > 0 ? arguments : Families())
        {
            // A process of its own: memory that one family leaves behind is not the next one's.
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["families", One, family])
            {
                UseShellExecute = false,
            };
            using var child = Process.Start(start)!;
            child.WaitForExit();
            if (child.ExitCode != 0)
            {
                return child.ExitCode;
            }
        }

        return 0;
    }

    private static string[] Families()
    {
        using var engine = new InferenceEngine(new EngineOptions());
        return [.. ModelFamilies.All(engine).Families.OfType<INetworkFamily>().Select(family => family.Name)];
    }
}
