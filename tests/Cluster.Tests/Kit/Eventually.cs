using System.Diagnostics;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Waits for what has to come, however slow the machine is.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer is as wanted; fails with the last answer.</summary>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> isWanted, string what)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
            {
                return answer;
            }

            Assert.True(
                patience.Elapsed < Patience,
                $"Waited {Patience.TotalSeconds} s for: {what}. Last seen: {answer}");
            await Task.Delay(50);
        }
    }

    /// <summary>Asks until it is so.</summary>
    public static Task IsTrueAsync(Func<bool> isSo, string what) =>
        BecomesAsync(() => Task.FromResult(isSo()), static answer => answer, what);
}
