namespace Tollama.Cli.Commands.Doctor;

/// <summary>One finding of <c>tollama doctor</c>.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Message">What was found and what to do.</param>
internal sealed record Check(string Name, CheckStatus Status, string Message);
