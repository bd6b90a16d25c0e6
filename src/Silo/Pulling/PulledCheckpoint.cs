using Tollama.Core.Inference;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>A checkpoint whose snapshot is in place.</summary>
/// <param name="Index">What the snapshot holds.</param>
/// <param name="Licence">Licence that the source declares; null when it declares none.</param>
/// <param name="Identity">What the checkpoint says it is; null when nobody asked.</param>
internal sealed record PulledCheckpoint(SnapshotIndex Index, string? Licence, ModelIdentity? Identity);
