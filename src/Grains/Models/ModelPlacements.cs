using Microsoft.Extensions.Logging;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Models;

/// <summary>What the models of a process need to be placed.</summary>
/// <param name="factory">Knows how big models are.</param>
/// <param name="survey">Asks the silos.</param>
/// <param name="rules">The numbers.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
internal sealed class ModelPlacements(
    IForecasterFactory factory,
    ClusterSurvey survey,
    SchedulingRules rules,
    TimeProvider time,
    ILogger<ModelPlacement> logger)
{
    /// <summary>The placement of one model.</summary>
    public ModelPlacement For(IGrainFactory grains, string model) =>
        new(grains, model, factory, survey, rules, time, logger);
}
