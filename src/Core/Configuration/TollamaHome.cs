using Tollama.Core.Errors;

namespace Tollama.Core.Configuration;

/// <summary>Where the state folder is (storage-and-config §1). Nothing is read or created.</summary>
public static class TollamaHome
{
    /// <summary>
    /// The state folder as an absolute path: <c>TOLLAMA_HOME</c> with <c>~</c> expanded, else <c>~/.tollama</c>. The
    /// user's folder need not exist.
    /// </summary>
    /// <exception cref="TollamaException">Misconfigured: the user's folder is asked for and nobody names it.</exception>
    public static string Resolve(ProcessEnvironment environment)
    {
        string? named = environment.Text("TOLLAMA_HOME");
        string folder = named switch
        {
            null => Path.Combine(Require(environment), ".tollama"),
            "~" => Require(environment),
            _ when named.StartsWith("~/", StringComparison.Ordinal) =>
                Path.Combine(Require(environment), named[2..]),
            _ => named,
        };
        return Path.GetFullPath(folder);
    }

    /// <summary>The user's folder, which need not exist; null where nobody names it.</summary>
    public static string? UserFolder(ProcessEnvironment environment)
    {
        string? named = OperatingSystem.IsWindows() ? null : environment.Text("HOME");
        string folder = named ?? Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0 ? folder : null;
    }

    /// <summary>Why a state folder cannot be written to, with what to do; null when it can.</summary>
    /// <param name="home">Absolute path; where it does not exist yet, the nearest folder above it is tried.</param>
    public static string? FindFault(string home)
    {
        string? folder = home;
        while (folder is not null && !Path.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string probe = Path.Combine(folder ?? home, $".tollama-{Guid.NewGuid():N}.tmp");
        try
        {
            using var file = new FileStream(
                probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.Write("tollama"u8);
            return null;
        }
        catch (Exception fault) when (DiskFault.IsDiskFault(fault))
        {
            return DiskFault.Explain(home, fault);
        }
    }

    private static string Require(ProcessEnvironment environment) =>
        UserFolder(environment) ?? throw new TollamaException(
            ErrorCode.Misconfigured,
            "Nothing says where the user's folder is, so there is no state folder; set TOLLAMA_HOME.");
}
