using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tollama.Gateway.Trust;

/// <summary>Registers the trust layer.</summary>
internal static class TrustModule
{
    /// <summary>Adds desk, cache and alerts.</summary>
    public static IServiceCollection AddTrust(this IServiceCollection services)
    {
        services.TryAddSingleton<TrustCache>();
        services.TryAddSingleton<TrustDesk>();
        services.TryAddSingleton<AlertWebhooks>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWebhooks>());
        return services;
    }
}
