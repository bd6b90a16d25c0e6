using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Devices;
using Tollama.Grains.Placement;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Models;

/// <summary>
/// Where one model may be, and where its next copy goes: by its pin, by what was measured of it earlier, by what the
/// silos say. Its grain alone changes the pin, so that it is asked for once.
/// </summary>
internal sealed partial class ModelPlacement(
    IGrainFactory grains,
    string model,
    IForecasterFactory factory,
    ClusterSurvey survey,
    SchedulingRules rules,
    TimeProvider time,
    ILogger logger)
{
    private IReadOnlyList<MeasuredProfile> _known = [];
    private IReadOnlyDictionary<string, WeightsAnswer> _files = new Dictionary<string, WeightsAnswer>();
    private bool _isPinKnown;

    /// <summary>What was said of where it may be, as far as that is known; null where nothing was.</summary>
    public ModelPin? Pin { get; set; }

    /// <summary>Devices that could have a copy, as of the last decision; at least 1.</summary>
    public int Devices { get; private set; } = 1;

    private IPinsGrain Pins => grains.GetGrain<IPinsGrain>(PinsGrain.Key);

    /// <summary>Whether its pin lets it be on a device.</summary>
    public bool MayBeOn(string device) => PinRule.Refusal(Pin, device) is null;

    /// <summary>Asks for the pin, once.</summary>
    /// <exception cref="TollamaException">Unavailable: it cannot be read now.</exception>
    public async Task FindPinAsync()
    {
        if (!_isPinKnown)
        {
            Pin = await RetryOnSiloLoss.RunAsync(() => Pins.FindAsync(model), CancellationToken.None);
            _isPinKnown = true;
        }
    }

    /// <summary>Stores a pin, or that there is none.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> StoreAsync(ModelPin? pin)
    {
        bool was = await Pins.WriteAsync(model, pin);
        (Pin, _isPinKnown) = (pin, true);
        return was;
    }

    /// <summary>
    /// Finds out what a decision needs besides the devices. Storage that is away when nothing is known of pins yet
    /// holds no forecast up: it is placed as if there were none, and moved when they are known.
    /// </summary>
    public async Task PrepareAsync(ModelArtifact artifact)
    {
        try
        {
            await FindPinAsync();
        }
        catch (TollamaException fault)
        {
            LogPinUnknown(model, fault.Message);
        }

        if (factory.EstimateBytes(artifact) > 0)
        {
            string version = ArtifactIdentity.Describe(artifact);
            _known = await survey.ProfilesAsync(grains, version) ?? _known;
            _known = [.. _known.Where(profile => profile.Version == version)];
            _files = await survey.FilesAsync(grains, artifact);
        }
    }

    /// <summary>The devices as they are now.</summary>
    public Task<IReadOnlyList<SiloReport>> LookAsync(CancellationToken cancellationToken) =>
        survey.TakeAsync(grains, cancellationToken);

    /// <summary>Its copies that serve or are about to.</summary>
    public async Task<IReadOnlyList<(string Device, ReplicaSummary Replica)>> CopiesAsync(
        CancellationToken cancellationToken) => CopiesAmong(await LookAsync(cancellationToken));

    /// <summary>Its copies among those of the silos that serve or are about to.</summary>
    public IReadOnlyList<(string Device, ReplicaSummary Replica)> CopiesAmong(IReadOnlyList<SiloReport> silos) =>
        [
            .. DeviceViews.CopiesOf(silos, model)
                .Where(copy => copy.Replica.State == ReplicaState.Ready || DeviceViews.IsComing(copy.Replica)),
        ];

    /// <summary>Decides where a copy goes, and leaves a record of it.</summary>
    /// <param name="silos">The devices.</param>
    /// <param name="artifact">The model.</param>
    /// <param name="wish">What kind of copy is meant.</param>
    /// <param name="excluded">Devices that refused it.</param>
    public PlacementDecision Decide(
        IReadOnlyList<SiloReport> silos, ModelArtifact artifact, CopyWish wish, IReadOnlyCollection<string> excluded)
    {
        var id = Guid.NewGuid();
        var request = new PlacementRequest
        {
            Model = model,
            Bytes = PredictBytes(artifact),
            LoadTime = _known.Count > 0 ? _known.Max(profile => profile.LoadTime) : TimeSpan.Zero,
            IsBackground = wish.IsBackground,
            MayWait = wish.MayWait,
            Waiters = wish.Waiters,
            Spread = rules.Spread,
            Pin = Pin,
            IsToStay = Pin is { Keep: true } && !wish.HasOneThatStays,
            Seed = id.GetHashCode(),
        };
        var devices = DeviceViews.From(silos, excluded, silo => FetchTime(silo, artifact));
        Devices = Math.Max(1, devices.Count(device => device.TakesModels && MayBeOn(device.Device)));
        var decision = PlacementRule.Decide(devices, request);
        _ = survey.RememberAsync(
            grains, new PlacementRecord(id.ToString("N"), time.GetUtcNow(), request, devices, decision));
        return decision;
    }

    /// <summary>Why no device was found.</summary>
    public TollamaException FaultOf(ModelArtifact artifact, PlacementDecision decision) =>
        PlacementFaults.Of(model, factory.EstimateBytes(artifact), Pin, decision);

    /// <summary>
    /// The least that it takes on any kind of device: each device reckons again with what it takes there.
    /// </summary>
    private long PredictBytes(ModelArtifact artifact) => _known.Count > 0
        ? _known.Min(profile => profile.Bytes)
        : DeviceViews.Predict(factory.EstimateBytes(artifact));

    /// <summary>How long the files take to come; a silo that did not answer is taken to have them.</summary>
    private TimeSpan FetchTime(string silo, ModelArtifact artifact) =>
        _files.GetValueOrDefault(silo) is { AreHere: false } elsewhere
            ? TimeSpan.FromSeconds(factory.EstimateBytes(artifact) / elsewhere.BytesPerSecond)
            : TimeSpan.Zero;

    [LoggerMessage(
        EventId = 5023,
        Level = LogLevel.Warning,
        Message = "{Model} is placed without knowing whether it is pinned: {Reason}")]
    private partial void LogPinUnknown(string model, string reason);
}
