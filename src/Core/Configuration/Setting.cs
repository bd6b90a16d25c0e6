namespace Tollama.Core.Configuration;

/// <summary>A setting and where its value came from.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The value in effect.</param>
/// <param name="Source">
/// <c>env</c>, <c>config</c>, <c>default</c>, or one of them followed by <c> (offline)</c>.
/// </param>
public readonly record struct Setting<T>(T Value, string Source);
