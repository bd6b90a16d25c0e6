using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>A forecast on its way to a model.</summary>
/// <param name="Artifact">The installed model.</param>
/// <param name="Request">The request after the pipeline's steps: freq resolved, covariates filtered.</param>
/// <param name="KeepAlive">
/// How long the copy stays loaded afterwards: null = until further notice, zero = unload now.
/// </param>
/// <param name="Key">Who asks: those who wait for the same copy get the same share of it.</param>
/// <param name="Losses">Silos that were lost while they worked on it.</param>
/// <param name="Class">How urgent it is.</param>
/// <param name="TimeLimit">Time that is left for it where the call arrives; null for any.</param>
public sealed record ForecastCall(
    ModelArtifact Artifact,
    ForecastRequest Request,
    TimeSpan? KeepAlive,
    string Key = "",
    int Losses = 0,
    WorkClass Class = WorkClass.Interactive,
    TimeSpan? TimeLimit = null);
