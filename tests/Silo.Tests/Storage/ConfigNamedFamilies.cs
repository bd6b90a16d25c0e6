using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Silo.Tests.Storage;

/// <summary>
/// Families that read every checkpoint whose config says <c>model_type: toy</c>, and forecast nothing.
/// </summary>
internal sealed class ConfigNamedFamilies : IForecasterFactory
{
    public void Check(ModelArtifact artifact, ForecastRequest request)
    {
    }

    public long EstimateBytes(ModelArtifact artifact) => 0;

    public ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact,
        DeviceId device,
        CancellationToken cancellationToken) => throw new NotSupportedException("These families only identify.");

    public ModelIdentity? Identify(string snapshotPath)
    {
        string config = Path.Combine(snapshotPath, "config.json");
        return
            File.Exists(config) && JsonNode.Parse(File.ReadAllText(config))?["model_type"]?.GetValue<string>() == "toy"
            ? new ModelIdentity("torch", new JsonObject { ["implementation"] = "toy" }, ModelCapabilities.None)
            : null;
    }
}
