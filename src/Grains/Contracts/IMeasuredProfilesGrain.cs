namespace Tollama.Grains.Contracts;

/// <summary>
/// What devices have measured of models: it outlives them, so that the first load after a restart is predicted by it.
/// Key: <c>profiles</c>.
/// </summary>
public interface IMeasuredProfilesGrain : IGrainWithStringKey
{
    /// <summary>What is known of one version of a model, one profile for each class of device.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<MeasuredProfile>> FindAsync(string version);

    /// <summary>Keeps a profile in the place of an earlier one; it is stored soon.</summary>
    [AlwaysInterleave]
    Task KeepAsync(MeasuredProfile profile);
}
