using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tollama.Gateway.Agents;

/// <summary>Registers what other agents talk to.</summary>
internal static class AgentsModule
{
    /// <summary>Adds tasks and their operations.</summary>
    public static IServiceCollection AddAgents(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentTasks>();
        services.TryAddSingleton<AgentOperations>();
        services.TryAddSingleton<AgentCalls>();
        return services;
    }
}
