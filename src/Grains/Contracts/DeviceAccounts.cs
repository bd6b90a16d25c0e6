namespace Tollama.Grains.Contracts;

/// <summary>
/// The memory ledger of one device, bytes (docs/design/scheduling.md, "Ledger"). Total and overhead are facts, the four
/// in the middle are sums over its copies, foreign is what other programs hold.
/// </summary>
/// <param name="Total">Memory of the device; null where nobody can say.</param>
/// <param name="Overhead">Kept for the engine itself.</param>
/// <param name="Reserved">Predicted sizes of copies that are loading.</param>
/// <param name="Committed">Sizes of copies that serve or drain.</param>
/// <param name="Unloading">Sizes of copies that give their memory back.</param>
/// <param name="Quarantined">Sizes of copies whose memory did not come back.</param>
/// <param name="Foreign">Held by other programs; 0 where nobody can say.</param>
/// <param name="Headroom">Kept free.</param>
/// <param name="Workspace">Of what is committed: taken by engine calls beyond the models.</param>
/// <param name="Staging">
/// Main memory that loads onto this device pass through; on the processor: all of the silo's.
/// </param>
/// <param name="Free">What a new copy may take.</param>
public sealed record DeviceAccounts(
    long? Total,
    long Overhead,
    long Reserved,
    long Committed,
    long Unloading,
    long Quarantined,
    long Foreign,
    long Headroom,
    long Workspace,
    long Staging,
    long Free);
