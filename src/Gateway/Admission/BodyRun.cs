using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Admission;

/// <summary>Runs something on a request body that lives in a pooled array.</summary>
internal static class BodyRun
{
    /// <summary>Reads, parses and runs; gives the array back when nobody can be reading it any more.</summary>
    /// <typeparam name="TBody">The parsed body; may keep slices of the array.</typeparam>
    /// <typeparam name="TResult">What the run yields; keeps none.</typeparam>
    public static async Task<TResult> RunAsync<TBody, TResult>(
        HttpContext context, Func<ReadOnlyMemory<byte>, TBody> read, Func<TBody, Task<TResult>> run)
    {
        using var bytes = await JsonBody.ReadBytesAsync(context);
        var body = read(bytes.Bytes);
        try
        {
            return await run(body);
        }
        catch
        {
            bytes.Abandon(); // a model may still be reading the request whose answer nobody waits for
            throw;
        }
    }

    /// <summary>
    /// Reads, parses and runs several forecasts. The array goes to the collector: the fault of one of them may have
    /// been made part of the answer while its model was still reading the request.
    /// </summary>
    /// <typeparam name="TBody">The parsed body; may keep slices of the array.</typeparam>
    /// <typeparam name="TResult">What the run yields.</typeparam>
    public static async Task<TResult> RunSeveralAsync<TBody, TResult>(
        HttpContext context, Func<ReadOnlyMemory<byte>, TBody> read, Func<TBody, Task<TResult>> run)
    {
        TBody body;
        using (var bytes = await JsonBody.ReadBytesAsync(context))
        {
            body = read(bytes.Bytes);
            bytes.Abandon();
        }

        return await run(body);
    }
}
