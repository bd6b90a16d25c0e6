using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Serving;

/// <summary>
/// What all families of networks have in common: which models are theirs, checks before anything is loaded, loading. A
/// family adds what its checkpoints look like and how a loaded one serves.
/// </summary>
/// <typeparam name="TConfig">What the family reads off a checkpoint before its weights.</typeparam>
internal abstract class NetworkFamily<TConfig> : INetworkFamily
    where TConfig : class
{
    private readonly string _implementation;
    private readonly CheckpointFacts<TConfig> _facts;

    /// <summary>A family.</summary>
    /// <param name="contractFamily">Family as the contract names it.</param>
    /// <param name="implementation">Value of <c>metadata.implementation</c>.</param>
    /// <param name="options">How networks are run.</param>
    protected NetworkFamily(string contractFamily, string implementation, NetworkOptions options)
    {
        (ContractFamily, _implementation, Options) = (contractFamily, implementation, options);
        _facts = new CheckpointFacts<TConfig>(ReadConfig);
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<CheckpointTemplate> Templates { get; }

    /// <summary>Family as the contract names it.</summary>
    protected string ContractFamily { get; }

    /// <summary>How networks are run.</summary>
    protected NetworkOptions Options { get; }

    /// <inheritdoc/>
    public virtual bool Serves(ModelArtifact artifact) =>
        artifact.Family == ContractFamily && (artifact.Implementation ?? _implementation) == _implementation;

    /// <inheritdoc/>
    public abstract ModelIdentity? Identify(string snapshotPath);

    /// <inheritdoc/>
    public void Check(ModelArtifact artifact, ForecastRequest request) =>
        Check(artifact, request, _facts.TryGet(artifact));

    /// <inheritdoc/>
    public abstract GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint);

    /// <inheritdoc/>
    public GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint, int? context, int? horizon)
    {
        var graph = Describe(snapshotPath, checkpoint);
        if (context is null && horizon is null)
        {
            return graph;
        }

        var sizes = SizesFor(ReadConfig(snapshotPath), context, horizon);
        ValueSpec Fix(ValueSpec value) =>
            value with
            {
                Shape = new Shape(value.Shape.Select(dim => dim.Substitute(sizes.Find))),
            };
        return graph with { Inputs = [.. graph.Inputs.Select(Fix)], Outputs = [.. graph.Outputs.Select(Fix)] };
    }

    /// <inheritdoc/>
    public long EstimateBytes(ModelArtifact artifact) => CheckpointFolder.WeightBytes(artifact);

    /// <inheritdoc/>
    public async ValueTask<IForecaster> CreateAsync(
        ModelArtifact artifact, DeviceId device, CancellationToken cancellationToken)
    {
        string folder = CheckpointFolder.Of(artifact);
        var settings = SessionSettings.Default with { Device = device, LogName = artifact.Name };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAhead(folder, giveUp.Token), giveUp.Token);
        IForecaster? forecaster = null;
        try
        {
            forecaster = await Task.Run(() => Load(artifact, folder, settings, cancellationToken), cancellationToken);
            await reading;
            return forecaster;
        }
        catch
        {
            await giveUp.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the first failure is told
            if (forecaster is not null)
            {
                await forecaster.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Reads what is known of a checkpoint before its weights are loaded.</summary>
    /// <param name="snapshotPath">Its folder.</param>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported.</exception>
    protected abstract TConfig ReadConfig(string snapshotPath);

    /// <summary>Refuses what the model can never serve.</summary>
    /// <param name="artifact">The model.</param>
    /// <param name="request">The request.</param>
    /// <param name="config">Its config; null where its files are not on this machine.</param>
    /// <exception cref="Core.Errors.TollamaException">BadRequest.</exception>
    protected abstract void Check(ModelArtifact artifact, ForecastRequest request, TConfig? config);

    /// <summary>The sizes of the graph's free axes for a context and a horizon.</summary>
    /// <param name="config">The checkpoint's config.</param>
    /// <param name="context">Observations; null for any number.</param>
    /// <param name="horizon">Steps; null for any number.</param>
    /// <exception cref="Core.Errors.TollamaException">InvalidRequest: the network does not take them.</exception>
    protected abstract FixedSizes SizesFor(TConfig config, int? context, int? horizon);

    /// <summary>Loads the model.</summary>
    protected abstract IForecaster Load(
        ModelArtifact artifact, string folder, SessionSettings settings, CancellationToken cancellation);

    /// <summary>What the service should know of a loaded network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">How it was loaded.</param>
    /// <param name="batch">Requests that are worth collecting where the operator has not said.</param>
    protected ForecasterTraits Traits(LoadedNetwork<TConfig> network, SessionSettings settings, int batch) => new()
    {
        IsConcurrent = false,
        ResidentBytes = network.WeightBytes,
        PreferredBatch = Options.Batch ?? batch,
        HasSteadyPace = true,
        Device = settings.Device.ToString(),
    };

    /// <summary>
    /// Reads the weights while the session is prepared. The engine maps them and would fetch each page from the disk
    /// when a forecast first touches it.
    /// </summary>
    private static void ReadAhead(string folder, CancellationToken cancellation)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(folder);
        checkpoint.ReadThrough(cancellation);
    }
}
