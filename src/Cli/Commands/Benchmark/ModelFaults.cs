using Tollama.Client.Errors;

namespace Tollama.Cli.Commands.Benchmark;

/// <summary>Tells failures of a measured model from those that end the whole measurement.</summary>
internal static class ModelFaults
{
    /// <summary>
    /// Whether the call failed because of the model and its data; otherwise no other model would do better: nobody
    /// answers, or the key is wrong.
    /// </summary>
    public static bool IsOfModel(this DaemonException fault) =>
        fault.Category is not (ErrorCategory.DaemonUnreachable or ErrorCategory.PermissionDenied);
}
