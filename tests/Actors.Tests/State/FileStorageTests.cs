using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Actors.Abstractions;
using Tollama.Actors.State;
using Tollama.Core.Errors;

namespace Tollama.Actors.Tests.State;

public sealed class FileStorageTests : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("tollama-state-");
    private readonly FileStorage _storage;

    public FileStorageTests() => _storage = new FileStorage(
        _folder.FullName, JsonSerializerOptions.Web, NullLogger<FileStorage>.Instance);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reads_back_what_was_written_under_any_key()
    {
        var id = GrainId.Create("model", "hf.co/org/../name@rev:1\n");
        await _storage.WriteStateAsync("s", id, new GrainState<Note> { State = new Note { Text = "kept" } }, default);

        var read = new GrainState<Note>();
        await _storage.ReadStateAsync("s", id, read, default);

        Assert.Equal(("kept", "1", true), (read.State.Text, read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task Refuses_a_writer_whose_etag_is_old()
    {
        var id = GrainId.Create("model", "a");
        var first = new GrainState<Note>();
        var second = new GrainState<Note>();
        await _storage.ReadStateAsync("s", id, first, default);
        await _storage.ReadStateAsync("s", id, second, default);
        await _storage.WriteStateAsync("s", id, first, default);

        var fault = await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync("s", id, second, default));

        Assert.Equal(("1", null), (fault.StoredEtag, fault.CurrentEtag));
    }

    [Fact]
    public async Task Says_which_folder_cannot_be_written_to()
    {
        string root = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(root, "no folder");
        var storage = new FileStorage(root, JsonSerializerOptions.Web, NullLogger<FileStorage>.Instance);

        var fault = await Assert.ThrowsAsync<TollamaException>(
            () => storage.WriteStateAsync("s", GrainId.Create("model", "a"), new GrainState<Note>(), default));

        Assert.Equal(ErrorCode.StorageFailed, fault.Code);
        Assert.Contains($"'{root}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clears_a_state()
    {
        var id = GrainId.Create("model", "a");
        var state = new GrainState<Note> { State = new Note { Text = "gone" } };
        await _storage.WriteStateAsync("s", id, state, default);

        await _storage.ClearStateAsync("s", id, state, default);

        var read = new GrainState<Note>();
        await _storage.ReadStateAsync("s", id, read, default);
        Assert.Equal((string.Empty, false), (read.State.Text, read.RecordExists));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"grain\":\"model/a\",\"etag\":\"1\",\"sta")]
    [InlineData("{\"grain\":\"model/a\",\"etag\":\"1\",\"state\":{\"text\":3}}")]
    [InlineData("null")]
    public async Task Puts_a_file_aside_that_it_cannot_read_and_goes_on_without(string content)
    {
        var id = GrainId.Create("model", "a");
        await _storage.WriteStateAsync("s", id, new GrainState<Note> { State = new Note { Text = "lost" } }, default);
        string path = Assert.Single(System.IO.Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(path, content);

        var read = new GrainState<Note>();
        await _storage.ReadStateAsync("s", id, read, default);
        Assert.Equal((string.Empty, false), (read.State.Text, read.RecordExists));
        Assert.Equal(content, await File.ReadAllTextAsync(path + ".unreadable"));

        read.State.Text = "new";
        await _storage.WriteStateAsync("s", id, read, default);
        var again = new GrainState<Note>();
        await _storage.ReadStateAsync("s", id, again, default);
        Assert.Equal("new", again.State.Text);
    }

    private sealed class Note
    {
        public string Text { get; set; } = string.Empty;
    }
}
