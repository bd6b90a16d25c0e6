using System.Runtime.CompilerServices;

namespace Tollama.Grains;

/// <summary>
/// Repeats work whose silo was lost, for work that does no harm when it is done twice: a forecast computes and changes
/// nothing. The runtime brings the repeated call to a silo that lives.
/// </summary>
public static class RetryOnSiloLoss
{
    /// <summary>Silos that may be lost under one piece of work; then the fault goes to the caller.</summary>
    private const int MostLosses = 2;

    /// <summary>Runs the work, again for each lost silo.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (int losses = 0; ; losses++)
        {
            try
            {
                return await work();
            }
            catch (SiloUnavailableException) when (losses < MostLosses && !cancellationToken.IsCancellationRequested)
            {
                // Next time the call finds another silo, or waits until this one is known to be dead.
            }
        }
    }

    /// <summary>
    /// Runs a forecast, once more if the silo that worked on it was lost: what costs a second silo may be the reason,
    /// and does not get a third.
    /// </summary>
    /// <param name="work">The forecast; gets the number of silos that were lost under it so far.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<T> RunTwiceAsync<T>(Func<int, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work(0);
        }
        catch (SiloUnavailableException) when (!cancellationToken.IsCancellationRequested)
        {
            return await work(1);
        }
    }

    /// <summary>Reads a stream to its end, from its beginning again for each lost silo: items may come twice.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        Func<IAsyncEnumerable<T>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        for (int losses = 0; ; losses++)
        {
            await using var items = open().GetAsyncEnumerator(cancellationToken);
            bool isLost = false;
            while (!isLost)
            {
                try
                {
                    if (!await items.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (SiloUnavailableException)
                    when (losses < MostLosses && !cancellationToken.IsCancellationRequested)
                {
                    isLost = true;
                    continue;
                }

                yield return items.Current;
            }
        }
    }
}
