namespace Tollama.Core.Trust;

/// <summary>A limit that a signal exceeds.</summary>
/// <param name="Name">Name of the limit.</param>
/// <param name="IsCritical">Whether it forbids automatic use; otherwise it is a warning.</param>
/// <param name="Detail">One sentence.</param>
public sealed record TrustViolation(string Name, bool IsCritical, string Detail)
{
    /// <summary><c>critical</c> or <c>warning</c>.</summary>
    public string Severity => IsCritical ? "critical" : "warning";
}
