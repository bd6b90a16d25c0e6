using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Grains.Catalog;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>Stores the pins, and sees to it that what is to stay is there.</summary>
internal sealed partial class PinsGrain(
    ISharedNotes notes, ClusterSurvey survey, TimeProvider time, ILogger<PinsGrain> logger)
    : Grain, IPinsGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "pins";

    /// <summary>How long who asks waits for storage.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private Dictionary<string, ModelPin>? _pins;
    private bool _isHolding;

    public async Task<IReadOnlyList<PinnedModel>> ListAsync() =>
        [
            .. (await ReadAsync()).OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new PinnedModel(entry.Key, entry.Value)),
        ];

    public async Task<ModelPin?> FindAsync(string model) => (await ReadAsync()).GetValueOrDefault(model);

    public async Task<bool> WriteAsync(string model, ModelPin? pin)
    {
        var changed = new Dictionary<string, ModelPin>(await ReadAsync(), StringComparer.Ordinal);
        bool was = changed.Remove(model);
        if (pin is not null)
        {
            changed.Add(model, pin);
        }

        if (was || pin is not null)
        {
            await notes.WriteAsync(Key, new PinBook { Models = changed }, CancellationToken.None);
        }

        _pins = changed;
        _faults.Remove(model);
        return was;
    }

    public async Task HoldAsync()
    {
        var pins = await ReadAsync();
        if (_isHolding || !pins.Values.Any(pin => pin.Keep))
        {
            return;
        }

        _isHolding = true;
        try
        {
            var silos = await survey.TakeAsync(GrainFactory, CancellationToken.None);
            var absent = pins.Where(entry => entry.Value.Keep && !IsHeld(silos, entry.Key)).ToArray();
            await Task.WhenAll(absent.Select(entry => HoldAsync(entry.Key)));
        }
        finally
        {
            _isHolding = false;
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The boundary to storage: whatever it says, callers are told that the pins are not known now.")]
    private async Task<Dictionary<string, ModelPin>> ReadAsync()
    {
        if (_pins is { } known)
        {
            return known;
        }

        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            var stored = await notes.ReadAsync<PinBook>(Key, limit.Token).WaitAsync(limit.Token) ?? new PinBook();
            return _pins ??= new Dictionary<string, ModelPin>(stored.Models, StringComparer.Ordinal);
        }
        catch (Exception fault)
        {
            throw new TollamaException(
                ErrorCode.Unavailable, $"What is pinned cannot be read now ({fault.Message}); retry.", fault)
            {
                RetryAfter = Patience,
            };
        }
    }

    private static bool IsHeld(IReadOnlyList<SiloReport> silos, string model) =>
        DeviceViews.CopiesOf(silos, model)
            .Any(copy => copy.Replica is { IsPinned: true, State: ReplicaState.Ready });

    /// <summary>Loads a model; one that can't be loaded now does not keep the others from it.</summary>
    private async Task HoldAsync(string model)
    {
        try
        {
            var match = await GrainFactory.GetGrain<ICatalogGrain>(CatalogGrain.Key).MatchAsync(model);
            if (match.Describe() is { } artifact)
            {
                await GrainFactory.GetGrain<IModelGrain>(model).HoldAsync(artifact, CancellationToken.None);
                _faults.Remove(model);
            }
        }
        catch (TollamaException fault)
        {
            if (_faults.GetValueOrDefault(model) != fault.Message)
            {
                _faults[model] = fault.Message; // told once, not at every try
                LogNotHeld(model, fault.Message);
            }
        }
    }

    [LoggerMessage(
        EventId = 5050,
        Level = LogLevel.Warning,
        Message = "{Model} is pinned and cannot be loaded now, it is tried again: {Reason}")]
    private partial void LogNotHeld(string model, string reason);
}
