using System.Globalization;
using Tollama.Core.Configuration;

namespace Tollama.Cli.Output;

/// <summary>What can be known of a terminal from its environment.</summary>
internal static class TerminalTraits
{
    /// <summary>Whether the locale's character set is Unicode; unset variables count as yes.</summary>
    public static bool ShowsUnicode(ProcessEnvironment environment)
    {
        string? locale = environment.Text("LC_ALL") ?? environment.Text("LC_CTYPE") ?? environment.Text("LANG");
        return locale switch
        {
            null => !OperatingSystem.IsWindows() || environment.Text("WT_SESSION") is not null,
            "C" or "POSIX" => false,
            _ => !locale.Contains('.', StringComparison.Ordinal)
                || locale.Contains("utf", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Columns: <c>COLUMNS</c>, else the window's, else 80.</summary>
    public static int Columns(ProcessEnvironment environment, bool isTerminal) =>
        Size(environment["COLUMNS"]) ?? (isTerminal ? Positive(Console.WindowWidth) : null) ?? 80;

    /// <summary>Rows: <c>LINES</c>, else the window's, else 24.</summary>
    public static int Rows(ProcessEnvironment environment, bool isTerminal) =>
        Size(environment["LINES"]) ?? (isTerminal ? Positive(Console.WindowHeight) : null) ?? 24;

    private static int? Size(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? Positive(size) : null;

    private static int? Positive(int size) => size > 0 ? size : null;
}
