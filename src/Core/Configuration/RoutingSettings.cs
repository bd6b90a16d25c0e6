namespace Tollama.Core.Configuration;

/// <summary><c>routing.*</c> of the settings file: model per auto-forecast mode; null members are not set.</summary>
public sealed record RoutingSettings
{
    /// <summary>Model of mode <c>default</c>.</summary>
    public string? Default { get; init; }

    /// <summary>Model of mode <c>fast_path</c>.</summary>
    public string? FastPath { get; init; }

    /// <summary>Model of mode <c>high_accuracy</c>.</summary>
    public string? HighAccuracy { get; init; }
}
