using System.Globalization;
using Tollama.Testing;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>Members whose wall clocks a test can set while they run; their monotonic clocks go on as ever.</summary>
internal sealed class JumpingClocks : Surroundings, IDisposable
{
    /// <summary>What a test lacks when it is skipped.</summary>
    public const string Missing = "libfaketimeMT.so.1 (package faketime)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-clocks-");
    private readonly string? _library = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether this machine has what it takes.</summary>
    public bool IsPossible => _library is not null;

    /// <summary>Puts a member's wall clock so many hours beside the right time.</summary>
    public void Set(string member, int hours)
    {
        string written = FileOf(member) + ".new";
        File.WriteAllText(written, hours.ToString("+0;-0", CultureInfo.InvariantCulture) + "h\n");
        File.Move(written, FileOf(member), overwrite: true);
    }

    /// <inheritdoc/>
    public override TollamaStart Place(string member, TollamaStart start)
    {
        Set(member, 0);
        return start with
        {
            Environment = new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = _library!, // a test that starts a member has asked whether it is there
                ["FAKETIME_TIMESTAMP_FILE"] = FileOf(member),
                ["FAKETIME_CACHE_DURATION"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["DONT_FAKE_MONOTONIC"] = "1",
            },
        };
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string FileOf(string member) => Path.Combine(_folder.FullName, member);
}
