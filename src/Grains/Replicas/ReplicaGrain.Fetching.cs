using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Replicas;

/// <summary>
/// Files first: where the model was installed on another machine they are fetched before any memory is asked for.
/// </summary>
internal sealed partial class ReplicaGrain
{
    /// <summary>The model as its files lie here; null with the device's answer when it does not want it.</summary>
    private async Task<(ModelArtifact? Here, LoadOutcome? Refused)> FindWeightsAsync(LoadOrder order)
    {
        if (weights.Find(order.Artifact) is { } here)
        {
            return (here, null);
        }

        var ticket = await _device.BeginFetchAsync(Wish(order.Artifact, order.Class));
        return ticket.Refusal == LoadRefusal.None
            ? (await FetchAsync(order.Artifact), null)
            : (null, new LoadOutcome(ticket.Refusal, ticket.RetryAfter, null));
    }

    private async Task<ModelArtifact> FetchAsync(ModelArtifact artifact)
    {
        bool mayPass = false;
        bool isThere = false;
        try
        {
            string silo = DeviceKey.Parse(ReplicaKey.Parse(this.GetPrimaryKeyString()).Device).Silo;
            var steps = GrainFactory.GetGrain<IWeightsGrain>(silo).FetchAsync(artifact, _stop.Token);
            await foreach (var step in steps.WithCancellation(_stop.Token))
            {
                await TellAsync(_device.ContinueFetchAsync(_model, step.CompletedBytes ?? 0));
            }

            var here =
                weights.Find(artifact)
                ?? throw new TollamaException(
                    ErrorCode.ModelUnsupported,
                    $"The files of model '{artifact.Name}' were fetched and are not there; pull it again.");
            isThere = true;
            return here;
        }
        catch (TollamaException fault)
        {
            mayPass = ErrorTable.Describe(fault.Code).HttpStatus >= 500;
            throw;
        }
        finally
        {
            await TellAsync(_device.EndFetchAsync(_model, isThere, mayPass));
        }
    }
}
