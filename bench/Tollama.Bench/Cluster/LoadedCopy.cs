namespace Tollama.Bench.Cluster;

/// <summary>A loaded copy; one that was loaded anew has another generation.</summary>
/// <param name="Silo">Name of its silo.</param>
/// <param name="Model">Its model.</param>
/// <param name="Generation">Its generation on its device.</param>
internal sealed record LoadedCopy(string Silo, string Model, long Generation);
