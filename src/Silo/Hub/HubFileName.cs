namespace Tollama.Silo.Hub;

/// <summary>Which file names of a repository may become files on this machine.</summary>
internal static class HubFileName
{
    private const int LongestSegment = 200;

    /// <summary>
    /// Whether the name is relative, uses forward slashes, stays inside its folder on every platform, and does not
    /// collide with what the store keeps beside the published files.
    /// </summary>
    public static bool IsSafe(string name)
    {
        string[] segments = name.Split('/');
        return segments.All(IsSafeSegment) && !string.Equals(segments[0], ".cache", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether the name is an attempt to leave its folder, rather than merely odd.</summary>
    public static bool Climbs(string name) =>
        name.Length == 0
        || name[0] is '/' or '~'
        || name.Contains('\\', StringComparison.Ordinal)
        || name.Split('/').Contains("..")
        || (name.Length > 1 && name[1] == ':');

    private static bool IsSafeSegment(string segment) =>
        segment.Length is > 0 and <= LongestSegment
        && segment is not ("." or "..")
        && segment[^1] is not ('.' or ' ')
        && !segment.Any(letter => letter is < ' ' or '\x7f' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|');
}
