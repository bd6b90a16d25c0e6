namespace Tollama.Core.Wire;

/// <summary>Where a JSON string stands in its body, without the quotes.</summary>
/// <param name="Start">First byte after the opening quote.</param>
/// <param name="Length">Bytes up to the closing quote.</param>
/// <param name="HasEscapes">Whether a backslash occurs in it.</param>
internal readonly record struct JsonText(int Start, int Length, bool HasEscapes);
