using System.Diagnostics;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>A file system of a few megabytes for the members' files.</summary>
internal sealed class TinyDisk : Surroundings, IAsyncDisposable
{
    private const int Megabytes = 16;
    private const int Files = 400;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-disk-");

    private readonly DirectoryInfo _filler;

    private TinyDisk() => _filler = new DirectoryInfo(Path.Combine(_folder.FullName, "filler"));

    /// <summary>What the machine lacks for it; null when it is there.</summary>
    public string? Missing { get; private set; }

    /// <summary>Makes the file system; where the system refuses, <see cref="Missing"/> says so.</summary>
    public static async Task<TinyDisk> MountAsync()
    {
        var disk = new TinyDisk();
        int status = await RunAsync(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            $"size={Megabytes}m,nr_inodes={Files}",
            "tmpfs",
            disk._folder.FullName);
        disk.Missing = status == 0 ? null : "a file system of its own (mount -t tmpfs, as root)";
        return disk;
    }

    /// <inheritdoc/>
    public override DirectoryInfo MakeHome() => _folder.CreateSubdirectory("home");

    /// <summary>Makes it as large as one that has room for models; memory is used only for what is written.</summary>
    public async Task GrowAsync() =>
        Assert.Equal(0, await RunAsync("mount", "-o", "remount,size=8g", _folder.FullName));

    /// <summary>Makes so many files that only a few more can be made, whatever space there is.</summary>
    public void Fill(int spareFiles)
    {
        _filler.Create();
        int made = 0;
        try
        {
            while (true)
            {
                File.Create(Path.Combine(_filler.FullName, $"{made}")).Dispose();
                made++;
            }
        }
        catch (IOException)
        {
            // Full.
        }

        for (int spare = 1; spare <= spareFiles; spare++)
        {
            File.Delete(Path.Combine(_filler.FullName, $"{made - spare}"));
        }
    }

    /// <summary>Deletes them.</summary>
    public void Free() => _filler.Delete(recursive: true);

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            await RunAsync("umount", "--lazy", _folder.FullName);
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
