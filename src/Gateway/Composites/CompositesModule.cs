using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollama.Gateway.Composites.Analyses;
using Tollama.Gateway.Composites.Auto;
using Tollama.Gateway.Composites.Compare;
using Tollama.Gateway.Composites.Counterfactuals;
using Tollama.Gateway.Composites.Pipelines;
using Tollama.Gateway.Composites.Progressive;
using Tollama.Gateway.Composites.ScenarioTrees;
using Tollama.Gateway.Composites.WhatIf;

namespace Tollama.Gateway.Composites;

/// <summary>Registers what runs several forecasts for one request.</summary>
internal static class CompositesModule
{
    /// <summary>Adds the composites.</summary>
    public static IServiceCollection AddComposites(this IServiceCollection services)
    {
        services.TryAddSingleton<AnalyzeRun>();
        services.TryAddSingleton<ModelAttempt>();
        services.TryAddSingleton<EnsembleRun>();
        services.TryAddSingleton<AutoForecastRun>();
        services.TryAddSingleton<ProgressiveRun>();
        services.TryAddSingleton<CompareRun>();
        services.TryAddSingleton<WhatIfRun>();
        services.TryAddSingleton<PipelineRun>();
        services.TryAddSingleton<CounterfactualRun>();
        services.TryAddSingleton<ScenarioTreeRun>();
        return services;
    }
}
