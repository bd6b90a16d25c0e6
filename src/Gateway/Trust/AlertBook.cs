using Tollama.Core.Trust;

namespace Tollama.Gateway.Trust;

/// <summary>
/// The alert thresholds of this gateway; they live as long as the process (contract/http-api §18.12).
/// </summary>
internal sealed class AlertBook
{
    private volatile IReadOnlyList<AlertThreshold> _thresholds = [];

    /// <summary>What counts now; setting replaces all of it.</summary>
    public IReadOnlyList<AlertThreshold> Thresholds
    {
        get => _thresholds;
        set => _thresholds = value;
    }
}
