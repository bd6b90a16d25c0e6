using System.Text.Json;

namespace Tollama.Client.Results;

/// <summary>What the trust layer thinks of a signal (contract/http-api §18.12).</summary>
/// <param name="Agent">Who judged it.</param>
/// <param name="Domain">Domain of the signal.</param>
/// <param name="Score">Trust, 0 to 1.</param>
/// <param name="Risk"><c>GREEN</c>, <c>YELLOW</c> or <c>RED</c>.</param>
/// <param name="Details">Everything that the daemon says of it.</param>
public sealed record JudgedSignal(string Agent, string Domain, double Score, string Risk, JsonElement Details);
