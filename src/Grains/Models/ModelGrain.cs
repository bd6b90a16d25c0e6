using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Models;

/// <summary>The one decision point of a model: where its copies are, how long they stay.</summary>
internal sealed class ModelGrain(IForecasterFactory factory, TimeProvider time) : Grain, IModelGrain
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    private IReplicaGrain? _replica;
    private IGrainTimer? _expiry;
    private string? _family;
    private DateTimeOffset? _expiresAt;
    private DateTimeOffset? _armedFor;
    private ModelArtifact? _artifact;
    private bool _isLoaded;
    private int _unloads;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _replica = GrainFactory.GetGrain<IReplicaGrain>(ReplicaKey.Format(this.GetPrimaryKeyString(), DeviceId.Cpu.ToString()));
        _expiry = this.RegisterGrainTimer(
            ExpireAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<ForecastResult> ForecastAsync(ForecastCall call, CancellationToken cancellationToken)
    {
        var received = time.GetUtcNow();
        if (_isLoaded && _expiresAt <= received)
        {
            await Loaded.UnloadFamilyAsync(call.Artifact.Family);
        }

        factory.Check(call.Artifact, call.Request);
        await ReplaceIfChangedAsync(call.Artifact);
        int unloads = _unloads;
        var result = await RetryOnSiloLoss.RunAsync(
            () => _replica!.ForecastAsync(call, cancellationToken), cancellationToken);
        if (unloads == _unloads)
        {
            await KeepAsync(call, received);
        }

        return result;
    }

    public Task UnloadAsync(CancellationToken cancellationToken)
    {
        _unloads++;
        _isLoaded = false;
        _expiresAt = null;
        DelayDeactivation(-Forever);
        return _replica!.UnloadAsync();
    }

    public async Task<LoadedModel?> DescribeAsync()
    {
        if (!_isLoaded)
        {
            return null;
        }

        var status = await _replica!.StatusAsync();
        return new LoadedModel(
            this.GetPrimaryKeyString(), _family!, _expiresAt, status.SizeBytes, [DeviceId.Cpu.ToString()]);
    }

    private ILoadedModelsGrain Loaded => GrainFactory.GetGrain<ILoadedModelsGrain>(LoadedModelsGrain.Key);

    /// <summary>Ends copies of weights that have been pulled anew since; forecasts that run on them end first.</summary>
    private async Task ReplaceIfChangedAsync(ModelArtifact artifact)
    {
        bool isChanged = _artifact is not null
            && !ReferenceEquals(_artifact, artifact)
            && !ArtifactIdentity.AreSame(_artifact, artifact);
        _artifact = artifact;
        if (isChanged)
        {
            await _replica!.UnloadAsync();
        }
    }

    /// <summary>What <c>keep_alive</c> does after an answer (contract/http-api §5).</summary>
    private async Task KeepAsync(ForecastCall call, DateTimeOffset received)
    {
        if (call.KeepAlive == TimeSpan.Zero)
        {
            _family = call.Artifact.Family;
            await Loaded.RegisterAsync(this.GetPrimaryKeyString(), _family);
            await Loaded.UnloadFamilyAsync(_family);
            return;
        }

        _expiresAt = call.KeepAlive is { } keep && keep > TimeSpan.Zero && keep < DateTimeOffset.MaxValue - received
            ? received + keep
            : null;
        ArmExpiry();
        if (_isLoaded)
        {
            return;
        }

        _isLoaded = true;
        _family = call.Artifact.Family;
        DelayDeactivation(Forever);
        await Loaded.RegisterAsync(this.GetPrimaryKeyString(), _family);
    }

    /// <summary>Arms the timer for the expiry unless it goes off before that anyway and looks again.</summary>
    private void ArmExpiry()
    {
        if (_expiresAt is not { } due || _armedFor <= due)
        {
            return;
        }

        _armedFor = due;
        var wait = due - time.GetUtcNow();
        _expiry!.Change(
            TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, 0, TimeSpan.FromDays(40).TotalMilliseconds)),
            Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        _armedFor = null;
        if (_isLoaded && _expiresAt <= time.GetUtcNow())
        {
            await Loaded.UnloadFamilyAsync(_family!);
            return;
        }

        ArmExpiry();
    }
}
