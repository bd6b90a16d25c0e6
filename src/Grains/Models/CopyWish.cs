namespace Tollama.Grains.Models;

/// <summary>What kind of copy is to be placed.</summary>
/// <param name="IsBackground">Whether no busy copy may be disturbed for it.</param>
/// <param name="MayWait">Whether it may wait until copies that are in use give way.</param>
/// <param name="Waiters">Forecasts that wait for it.</param>
/// <param name="HasOneThatStays">Whether another copy already is the one that stays.</param>
internal readonly record struct CopyWish(bool IsBackground, bool MayWait, int Waiters, bool HasOneThatStays);
