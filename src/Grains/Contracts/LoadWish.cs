namespace Tollama.Grains.Contracts;

/// <summary>A model that wants onto a device.</summary>
/// <param name="Model">Name that it is installed under.</param>
/// <param name="Family">Family as the contract names it.</param>
/// <param name="Version">Which weights.</param>
/// <param name="EstimatedBytes">Size by its files.</param>
/// <param name="Class">How urgent it is.</param>
public sealed record LoadWish(string Model, string Family, string Version, long EstimatedBytes, WorkClass Class);
