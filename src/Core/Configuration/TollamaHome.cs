namespace Tollama.Core.Configuration;

/// <summary>Where the state folder is (storage-and-config §1). Nothing is read or created.</summary>
public static class TollamaHome
{
    /// <summary>
    /// The state folder as an absolute path: <c>TOLLAMA_HOME</c> with <c>~</c> expanded, else <c>~/.tollama</c>.
    /// </summary>
    public static string Resolve(ProcessEnvironment environment)
    {
        string userFolder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? named = environment.Text("TOLLAMA_HOME");
        string folder = named switch
        {
            null => Path.Combine(userFolder, ".tollama"),
            "~" => userFolder,
            _ when named.StartsWith("~/", StringComparison.Ordinal) => Path.Combine(userFolder, named[2..]),
            _ => named,
        };
        return Path.GetFullPath(folder);
    }
}
