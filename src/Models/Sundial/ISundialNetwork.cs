namespace Tollama.Models.Sundial;

/// <summary>The network as a pure function of tokens and noise.</summary>
internal interface ISundialNetwork
{
    /// <summary>Runs rows of equally many tokens.</summary>
    /// <param name="rows">The series.</param>
    /// <param name="noise"><c>(rows, samples, block)</c>, standard normal.</param>
    /// <param name="samples">Samples per row.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>Samples in normalised units, laid out as the noise.</returns>
    float[] Run(IReadOnlyList<SundialRow> rows, float[] noise, int samples, CancellationToken cancellation);
}
