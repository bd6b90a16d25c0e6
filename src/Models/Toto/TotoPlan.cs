namespace Tollama.Models.Toto;

/// <summary>How rows are continued.</summary>
/// <param name="Horizon">Steps.</param>
/// <param name="Samples">Continuations of each row; 1 where the mean is followed.</param>
/// <param name="IsCentreMoving">
/// Whether decoding is that of the authors' cache (<see cref="TotoCall.Continuation"/>).
/// </param>
internal readonly record struct TotoPlan(int Horizon, int Samples, bool IsCentreMoving);
