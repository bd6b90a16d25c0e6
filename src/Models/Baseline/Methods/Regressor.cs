namespace Tollama.Models.Baseline.Methods;

/// <summary>A numeric covariate of one series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Past">Values over the history, <c>(n)</c>.</param>
/// <param name="Future">Values over the horizon, <c>(h)</c>.</param>
internal sealed record Regressor(string Name, ReadOnlyMemory<double> Past, ReadOnlyMemory<double> Future)
{
    /// <summary>
    /// The covariate at the time of the first <paramref name="count"/> observations; the horizon after them may go on
    /// past the history.
    /// </summary>
    public Regressor Until(int count, int horizon)
    {
        int past = Math.Min(horizon, Past.Length - count);
        ReadOnlyMemory<double> following = past == horizon
            ? Past.Slice(count, horizon)
            : (double[])[.. Past[count..].Span, .. Future[..(horizon - past)].Span];
        return this with { Past = Past[..count], Future = following };
    }
}
