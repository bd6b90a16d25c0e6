namespace Tollama.Models.Moirai;

/// <summary>The network as a pure function.</summary>
internal interface IMoiraiNetwork
{
    /// <summary>Runs one call; the result is <c>(rows, predicted patches, levels, patch)</c>, still scaled.</summary>
    float[] Run(MoiraiCall call, CancellationToken cancellation);
}
