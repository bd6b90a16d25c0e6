namespace Tollama.Models.GraniteTtm;

/// <summary>How the network scales a channel by its own history.</summary>
internal enum TtmScaling
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By √(variance + minimum), around the mean.</summary>
    Standard,

    /// <summary>By the mean absolute value, at least the minimum.</summary>
    Mean,
}
