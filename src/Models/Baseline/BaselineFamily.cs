using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline;

/// <summary>The statistical models: no weights, no download, no device memory.</summary>
public sealed class BaselineFamily : IModelFamily
{
    private readonly TimeProvider _clock;

    /// <summary>Creates the family.</summary>
    /// <param name="clock">Clock of deadlines.</param>
    public BaselineFamily(TimeProvider clock) => _clock = clock;

    /// <inheritdoc/>
    public string Name => BaselineModels.Family;

    /// <inheritdoc/>
    public bool Serves(ModelArtifact artifact) =>
        artifact.Family == BaselineModels.Family && Card(artifact) is not null;

    /// <inheritdoc/>
    public ModelIdentity? Identify(string snapshotPath) => null;

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
        var plan = MethodPlan.Read(Found(artifact), request);
        foreach (var series in request.Series)
        {
            plan.CheckLength(series, request.Quantiles.Count > 0);
        }
    }

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => 0;

    /// <inheritdoc/>
    public ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IForecaster>(new BaselineForecaster(Found(artifact), _clock));

    private static MethodCard? Card(ModelArtifact artifact) =>
        BaselineMethods.Find(artifact.Implementation ?? artifact.Name);

    private static MethodCard Found(ModelArtifact artifact) =>
        Card(artifact) ?? throw new TollamaException(
            ErrorCode.ModelUnsupported,
            $"Model '{artifact.Name}' names no statistical method; 'tollama list --all' shows those that exist.");
}
