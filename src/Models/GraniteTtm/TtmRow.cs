namespace Tollama.Models.GraniteTtm;

/// <summary>One series as the network sees it.</summary>
internal sealed class TtmRow
{
    /// <summary>Channels: the target first.</summary>
    public required int Channels { get; init; }

    /// <summary>History, <c>(C, channels)</c>.</summary>
    public required float[] Past { get; init; }

    /// <summary>Future, <c>(horizon, channels)</c>; 0 where nothing is known.</summary>
    public required float[] Future { get; init; }

    /// <summary>Frequency token.</summary>
    public required int Token { get; init; }

    /// <summary>The forecast of the target, <c>(horizon)</c>; written by the run.</summary>
    public required float[] Forecast { get; init; }
}
