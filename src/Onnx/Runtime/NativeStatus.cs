using Tollama.Core.Errors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Turns the engine's status objects into our faults; every status is released here and nowhere else.
/// </summary>
internal static unsafe class NativeStatus
{
    private const int InvalidArgument = 2;
    private const int LoadCancelled = 12;

    /// <summary>Checks the result of a call.</summary>
    /// <param name="api">The table that the call came from.</param>
    /// <param name="status">What it returned; 0 is success.</param>
    /// <param name="what">What was tried, as the subject of a sentence ("Loading the graph").</param>
    /// <param name="cancellation">When it is cancelled, a failure is a cancellation.</param>
    /// <exception cref="TollamaException">ForecastFailed, InsufficientMemory.</exception>
    /// <exception cref="OperationCanceledException">The call was given up.</exception>
    public static void Check(NativeApi api, nint status, string what, CancellationToken cancellation = default)
    {
        if (status == 0)
        {
            return;
        }

        int code = api.GetErrorCode(status);
        string message = NativeApi.Text(api.GetErrorMessage(status));
        api.ReleaseStatus(status);
        if (cancellation.IsCancellationRequested || code == LoadCancelled)
        {
            throw new OperationCanceledException($"{what} was cancelled.", cancellation);
        }

        throw new TollamaException(
            IsOutOfMemory(message) ? ErrorCode.InsufficientMemory : ErrorCode.ForecastFailed,
            $"{what} failed in the engine: {message.TrimEnd('.')}."
            + (code == InvalidArgument ? " This is a fault of the graph or its inputs." : string.Empty));
    }

    private static bool IsOutOfMemory(string message) =>
        message.Contains("Failed to allocate memory", StringComparison.Ordinal)
        || message.Contains("bad_alloc", StringComparison.Ordinal)
        || message.Contains("CUDA_ERROR_OUT_OF_MEMORY", StringComparison.Ordinal)
        || message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);
}
