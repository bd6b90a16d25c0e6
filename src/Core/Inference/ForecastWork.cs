using Tollama.Core.Forecasting;

namespace Tollama.Core.Inference;

/// <summary>One request in a batch.</summary>
/// <param name="Request">The request after the pipeline's own steps: freq resolved, covariates filtered.</param>
/// <param name="Cancellation">The caller left, or its deadline passed: skip this request, keep the others.</param>
public sealed record ForecastWork(ForecastRequest Request, CancellationToken Cancellation);
