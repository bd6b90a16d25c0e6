namespace Tollama.Models.Chronos2;

/// <summary>
/// Runs tasks to their horizons: one pass each, and rounds of nine paths for those that reach beyond it.
/// </summary>
internal static class Chronos2Rollout
{
    /// <summary>Runs tasks together and stores the answer in each.</summary>
    public static void Run(Chronos2Network network, IReadOnlyList<Chronos2Task> tasks, CancellationToken cancellation)
    {
        var config = network.Config;
        var first = tasks.Select(task => new Chronos2Pass
        {
            Context = task.Context,
            Future = [.. task.Future.Select(row => new ReadOnlyMemory<float>(row))],
            Patches = Chronos2Unrolling.PatchesAhead(config, task.Horizon),
        }).ToList();
        network.Run(first, cancellation);

        var open = tasks
            .Select((task, i) => new Chronos2Unrolling(config, task, first[i]))
            .Where(task => !task.IsDone)
            .ToList();
        while (open.Count > 0)
        {
            network.Run([.. open.SelectMany(task => task.Next())], cancellation);
            open.ForEach(task => task.Absorb());
            open.RemoveAll(task => task.IsDone);
        }
    }
}
