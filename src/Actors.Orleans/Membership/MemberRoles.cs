using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Tollama.Actors.Membership;

/// <summary>What members do: each says it in its metadata.</summary>
internal sealed class MemberRoles(ILocalSiloDetails self, IOptions<SiloMetadata> own, ISiloMetadataCache others)
{
    private const string Key = "tollama.role";

    /// <summary>The metadata of a member.</summary>
    public static Dictionary<string, string> Describe(SiloRole role) => new() { [Key] = role.ToString() };

    /// <summary>The role of a member; null as long as it has not said it.</summary>
    public SiloRole? Find(Orleans.Runtime.SiloAddress silo)
    {
        var metadata = silo.Equals(self.SiloAddress) ? own.Value : others.GetSiloMetadata(silo);
        return Enum.TryParse<SiloRole>(metadata.Metadata.GetValueOrDefault(Key), out var role) ? role : null;
    }
}
