using System.Diagnostics;

namespace Tollama.Cluster.Tests.Kit;

/// <summary>A file system of a few megabytes for the members' files.</summary>
internal sealed class TinyDisk : Surroundings, IAsyncDisposable
{
    private const int Megabytes = 16;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tollama-disk-");

    /// <summary>What the machine lacks for it; null when it is there.</summary>
    public string? Missing { get; private set; }

    private string Filler => Path.Combine(_folder.FullName, "filler");

    /// <summary>Makes the file system; where the system refuses, <see cref="Missing"/> says so.</summary>
    public static async Task<TinyDisk> MountAsync()
    {
        var disk = new TinyDisk();
        int status = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", disk._folder.FullName);
        disk.Missing = status == 0 ? null : "a file system of its own (mount -t tmpfs, as root)";
        return disk;
    }

    /// <inheritdoc/>
    public override DirectoryInfo MakeHome() => _folder.CreateSubdirectory("home");

    /// <summary>Takes all the space but a little.</summary>
    public void Fill(int spareBytes)
    {
        using var filler = File.Create(Filler);
        filler.Write(new byte[new DriveInfo(_folder.FullName).AvailableFreeSpace - spareBytes]);
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

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
