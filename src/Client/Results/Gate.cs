namespace Tollama.Client.Results;

/// <summary>One condition of a decision.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status"><c>PASS</c>, <c>WARN</c> or <c>BLOCK</c>.</param>
/// <param name="Detail">Why, in words.</param>
public sealed record Gate(string Name, string Status, string Detail);
