namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /v1/pins</c>.</summary>
/// <param name="Model">The model.</param>
/// <param name="Mode"><c>auto</c>, <c>prefer</c> or <c>pin</c>; null where nothing was said.</param>
/// <param name="Devices">Devices that are meant, not checked yet.</param>
/// <param name="Avoid">Devices that are not to be used, not checked yet.</param>
/// <param name="Keep">Whether a copy stays loaded.</param>
public sealed record PinBody(
    string Model, string? Mode, IReadOnlyList<string> Devices, IReadOnlyList<string> Avoid, bool Keep);
