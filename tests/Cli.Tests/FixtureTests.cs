using System.Text.Json;
using Tollama.Testing;

namespace Tollama.Cli.Tests;

/// <summary>The command line cases of the contract, replayed with the built program.</summary>
public sealed class FixtureTests
{
    /// <summary>Names of the cases.</summary>
    public static TheoryData<string> Names() => [.. CompatFixtures.Names("cli")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Does_what_the_contract_says(string name)
    {
        string home = Directory.CreateTempSubdirectory("tollama-cli-").FullName;
        string work = Directory.CreateTempSubdirectory("tollama-cwd-").FullName;
        int port = FreePort.Next();
        string text = await File.ReadAllTextAsync(Path.Combine(CompatFixtures.Folder, "cli", name + ".json"));
        using var fixture = JsonDocument.Parse(text
            .Replace("${HOME_DIR}", home, StringComparison.Ordinal)
            .Replace("${WORK_DIR}", work, StringComparison.Ordinal)
            .Replace("${BASE_URL}", $"http://127.0.0.1:{port}", StringComparison.Ordinal));
        var root = fixture.RootElement;
        Put(home, root, "home_files");
        Put(work, root, "cwd_files");
        var environment = Variables(root, home);
        using var daemon = root.TryGetProperty("daemon", out _)
            ? null
            : await StartDaemonAsync(port, work, environment);

        foreach (var setup in Items(root, "setup"))
        {
            var prepared = await ProgramProcess.RunAsync(Texts(setup), null, work, environment);
            Assert.True(prepared.ExitCode == 0, $"setup {setup}: {prepared}");
        }

        string? input = root.TryGetProperty("stdin", out var piped) ? piped.GetString() : null;
        var run = await ProgramProcess.RunAsync(Texts(root.GetProperty("argv")), input, work, environment);
        daemon?.Kill();

        AssertRun(root, run);
        AssertFiles(root, home, work);
        Directory.Delete(home, recursive: true);
        Directory.Delete(work, recursive: true);
    }

    private static void AssertRun(JsonElement fixture, CliRun run)
    {
        int[] exits = !fixture.TryGetProperty("expect_exit", out var exit) ? [0]
            : exit.ValueKind == JsonValueKind.Array ? [.. exit.EnumerateArray().Select(item => item.GetInt32())]
            : [exit.GetInt32()];
        Assert.True(exits.Contains(run.ExitCode), run.ToString());
        AssertHolds(fixture, "expect_stdout_contains", run.Out);
        AssertHolds(fixture, "expect_stderr_contains", run.Error);
        foreach (var token in Items(fixture, "expect_stdout_lacks"))
        {
            Assert.DoesNotContain(token.GetString()!, run.Out, StringComparison.Ordinal); // the fixtures hold texts
        }

        if (fixture.TryGetProperty("expect_stdout_empty", out _))
        {
            Assert.True(string.IsNullOrWhiteSpace(run.Out), run.Out);
        }

        if (fixture.TryGetProperty("expect_stdout_json_subset", out var subset))
        {
            using var output = JsonDocument.Parse(run.Out);
            Assert.Empty(JsonMatcher.Mismatches(subset, output.RootElement));
        }

        if (fixture.TryGetProperty("expect_stdout_lines", out var lines))
        {
            using var output = JsonDocument.Parse(
                $"[{string.Join(',', run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))}]");
            Assert.Empty(JsonMatcher.Mismatches(lines, output.RootElement));
        }
    }

    private static void AssertHolds(JsonElement fixture, string key, string text)
    {
        foreach (var token in Items(fixture, key))
        {
            Assert.Contains(token.GetString()!, text, StringComparison.Ordinal); // the fixtures hold texts
        }
    }

    private static void AssertFiles(JsonElement fixture, string home, string work)
    {
        if (!fixture.TryGetProperty("expect_files", out var files))
        {
            return;
        }

        foreach (var file in files.EnumerateObject())
        {
            string path = file.Name.StartsWith("cwd/", StringComparison.Ordinal)
                ? Path.Combine(work, file.Name["cwd/".Length..])
                : Path.Combine(home, file.Name);
            Assert.Equal(file.Value.ValueKind != JsonValueKind.Null, File.Exists(path));
            if (file.Value.ValueKind == JsonValueKind.String)
            {
                Assert.Contains(file.Value.GetString()!, File.ReadAllText(path), StringComparison.Ordinal); // a text
            }
            else if (file.Value.ValueKind != JsonValueKind.Null)
            {
                using var content = JsonDocument.Parse(File.ReadAllText(path));
                Assert.Empty(JsonMatcher.Mismatches(file.Value, content.RootElement));
            }
        }
    }

    private static void Put(string folder, JsonElement fixture, string key)
    {
        if (!fixture.TryGetProperty(key, out var files))
        {
            return;
        }

        foreach (var file in files.EnumerateObject())
        {
            string path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file in a folder has one
            File.WriteAllText(
                path, file.Value.ValueKind == JsonValueKind.String ? file.Value.GetString() : file.Value.GetRawText());
        }
    }

    private static Dictionary<string, string> Variables(JsonElement fixture, string home)
    {
        var variables = new Dictionary<string, string>
        {
            ["TOLLAMA_HOME"] = home,
            ["NO_COLOR"] = "1",
            ["TERM"] = "dumb",
            ["COLUMNS"] = "160",
            ["LANG"] = "C.UTF-8",
        };
        if (fixture.TryGetProperty("env", out var given))
        {
            foreach (var variable in given.EnumerateObject())
            {
                variables[variable.Name] = variable.Value.ToString();
            }
        }

        return variables;
    }

    private static async Task<RunningDaemon> StartDaemonAsync(
        int port, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var process = ProgramProcess.Start(["serve", "--host", "127.0.0.1", "--port", $"{port}"], folder, environment);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // The daemon says so once it accepts connections; what it warns of comes before.
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(limit.Token);
        }
        while (line?.StartsWith("warning: ", StringComparison.Ordinal) == true);

        Assert.Contains("listens", line ?? "nothing", StringComparison.Ordinal);
        return new RunningDaemon(process);
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string key) =>
        element.TryGetProperty(key, out var items) ? items.EnumerateArray() : [];

    private static IEnumerable<string> Texts(JsonElement array) =>
        array.EnumerateArray().Select(item => item.GetString()!); // argument lists hold texts
}
