namespace Tollama.Core.Persistence;

/// <summary>
/// Notes of what lives as long as the service does: one machine forgets them with its process, a cluster keeps them
/// until it is dissolved.
/// </summary>
/// <param name="Notes">Where they are kept.</param>
public sealed record ServiceNotes(ISharedNotes Notes);
