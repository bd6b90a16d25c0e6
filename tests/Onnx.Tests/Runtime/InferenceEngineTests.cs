using Tollama.Core.Errors;
using Tollama.Onnx.Runtime;

namespace Tollama.Onnx.Tests.Runtime;

public sealed class InferenceEngineTests : IDisposable
{
    private readonly string _empty = Directory.CreateTempSubdirectory("tollama-no-engine-").FullName;

    public void Dispose() => Directory.Delete(_empty, recursive: true);

    [Fact]
    public void Constructing_an_engine_needs_no_library()
    {
        using var engine = new InferenceEngine(new EngineOptions(), _empty);
        Assert.True(engine.DefaultThreads > 0);
    }

    [Fact]
    public void A_missing_library_is_reported_with_the_remedy_and_fails_only_at_load()
    {
        using var engine = new InferenceEngine(new EngineOptions(), _empty);

        var info = engine.Probe();
        var fault = Assert.Throws<TollamaException>(
            () => engine.CreateSession([], SessionSettings.Default, default));

        Assert.False(info.IsUsable);
        Assert.Contains(_empty, info.Fault, StringComparison.Ordinal);
        Assert.Contains("npm", info.Fault, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.DependencyMissing, fault.Code);
        Assert.Equal(info.Fault, fault.Message);
    }

    [Fact]
    public void A_file_that_is_no_library_is_reported_by_name()
    {
        string path = Path.Combine(_empty, NativeLibraryLocator.FileNames[0]);
        File.WriteAllText(path, "not a library");
        using var engine = new InferenceEngine(new EngineOptions(), _empty);

        var info = engine.Probe();

        Assert.Equal(path, info.LibraryPath);
        Assert.Contains("cannot be loaded", info.Fault, StringComparison.Ordinal);
        Assert.Null(info.Version);
    }

    [SkippableFact]
    public void A_library_that_is_not_the_engine_is_reported_as_such()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "takes the C library for the wrong library");
        using var engine = new InferenceEngine(
            new EngineOptions { LibraryPath = "/lib/x86_64-linux-gnu/libm.so.6" },
            _empty);
        Skip.IfNot(File.Exists("/lib/x86_64-linux-gnu/libm.so.6"), "no such library here");

        Assert.Contains("is not ONNX Runtime", engine.Probe().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_explicit_path_is_the_only_place_looked_at()
    {
        string explicitPath = Path.Combine(_empty, "elsewhere.so");
        using var engine = new InferenceEngine(new EngineOptions { LibraryPath = explicitPath });

        Assert.Contains(explicitPath, engine.Probe().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_named_explicitly_is_searched_by_the_system_s_names()
    {
        string path = Path.Combine(_empty, NativeLibraryLocator.FileNames[^1]);
        File.WriteAllText(path, string.Empty);

        Assert.Equal(path, NativeLibraryLocator.Find(_empty, "/nowhere"));
    }

    [Fact]
    public void The_library_that_the_build_acquired_is_found_from_any_output_folder()
    {
        string native = Directory.CreateDirectory(
            Path.Combine(_empty, "artifacts", "native", NativeLibraryLocator.RuntimeId)).FullName;
        string output = Directory.CreateDirectory(Path.Combine(_empty, "artifacts", "bin", "Cli", "debug")).FullName;
        string path = Path.Combine(native, NativeLibraryLocator.FileNames[0]);
        File.WriteAllText(path, string.Empty);

        Assert.Equal(path, NativeLibraryLocator.Find(null, output));
    }

    [SkippableFact]
    public void Says_version_and_providers_of_the_library()
    {
        using var engine = new InferenceEngine(new EngineOptions());
        var info = engine.Probe();
        Skip.IfNot(info.IsUsable, info.Fault);

        Assert.StartsWith("1.", info.Version, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", info.Providers);
        Assert.Contains("Build", info.Build, StringComparison.Ordinal);
    }
}
