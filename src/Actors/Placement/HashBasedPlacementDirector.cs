using System.Text;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Placement;

/// <summary>
/// Highest random weight (Thaler and Ravishankar 1998): every pair of grain and silo has a weight, the heaviest silo
/// wins. A silo that comes or goes moves only its own share of the grains.
/// </summary>
internal sealed class HashBasedPlacementDirector : IPlacementDirector
{
    public Type Strategy => typeof(HashBasedPlacement);

    public SiloAddress? OnAddActivation(GrainId grainId, IReadOnlyList<Member> candidates)
    {
        ulong grain = Hash(Hash(14695981039346656037, grainId.Type), grainId.Key);
        return candidates.MaxBy(silo => Mix(Hash(grain, silo.Name)))?.Address;
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    private static ulong Hash(ulong hash, string text)
    {
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        return (hash ^ '\n') * 1099511628211;
    }

    /// <summary>
    /// Spreads the last bytes over all bits (finaliser of MurmurHash3), so that similar names weigh differently.
    /// </summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
