namespace Tollama.Core.Errors;

/// <summary>One row of <see cref="ErrorTable"/>.</summary>
/// <param name="HttpStatus">Status of the HTTP answer.</param>
/// <param name="WireCode">
/// Set where the answer's <c>detail</c> is an object <c>{code, message}</c>; null where it is a text.
/// </param>
/// <param name="ExitCode">Exit code of client programs (cli §5).</param>
public sealed record ErrorRow(int HttpStatus, string? WireCode, int ExitCode);
