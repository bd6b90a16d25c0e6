using System.Text.Json.Nodes;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Agents;

/// <summary>
/// Tasks as they are stored: a note for each, and pages that list them, so that a change writes one task and one page.
/// The task is written before its page: what a page says may be older than what the task says, never newer.
/// </summary>
/// <param name="notes">Where they are kept.</param>
/// <param name="mostTasks">From this number on the oldest that have ended are forgotten.</param>
internal sealed class TaskBook(ISharedNotes notes, int mostTasks)
{
    private const string Pages = "tasks";
    private const int TasksPerPage = 100;

    private readonly Dictionary<string, long> _pageOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, List<AgentTaskEntry>> _pages = [];
    private Task? _reading;
    private bool _isRead;

    /// <summary>All tasks, those that came last first.</summary>
    public IEnumerable<AgentTaskEntry> Entries => _pages.Values.SelectMany(page => page).Reverse();

    /// <summary>Reads the pages, once.</summary>
    /// <exception cref="Core.Errors.TollamaException">Unavailable.</exception>
    public Task EnsureReadAsync()
    {
        if (_isRead)
        {
            return Task.CompletedTask;
        }

        return _reading is { IsCompleted: false } running ? running : _reading = ReadAsync();
    }

    /// <summary>What the pages say of a task; null when there is none of that id.</summary>
    public AgentTaskEntry? Find(string id) =>
        _pageOf.TryGetValue(id, out long page) ? _pages[page].Find(entry => entry.Id == id) : null;

    /// <summary>The task itself; null when there is none of that id.</summary>
    /// <exception cref="Core.Errors.TollamaException">Unavailable.</exception>
    public Task<StoredTask?> ReadAsync(string id) =>
        notes.ReadAsync<StoredTask>(NameOfTask(id), CancellationToken.None);

    /// <summary>Stores a task as it is now.</summary>
    /// <exception cref="Core.Errors.TollamaException">Unavailable.</exception>
    public async Task WriteAsync(AgentTaskEntry entry, JsonObject document)
    {
        var task = new StoredTask { Entry = entry, Document = document };
        await notes.WriteAsync(NameOfTask(entry.Id), task, CancellationToken.None);
        await ListAsync(entry);
        while (_pageOf.Count > mostTasks && await TryForgetAsync())
        {
            // One more than there may be.
        }
    }

    /// <summary>Stores what the pages say of a task.</summary>
    /// <exception cref="Core.Errors.TollamaException">Unavailable.</exception>
    public async Task ListAsync(AgentTaskEntry entry)
    {
        bool isKnown = _pageOf.TryGetValue(entry.Id, out long page);
        if (!isKnown)
        {
            page = await PageForNewAsync();
        }

        var others = _pages[page];
        int place = isKnown ? others.FindIndex(other => other.Id == entry.Id) : others.Count;
        List<AgentTaskEntry> entries = [.. others[..place], entry, .. others[Math.Min(place + 1, others.Count)..]];
        await WritePageAsync(page, entries);
        _pageOf[entry.Id] = page;
    }

    private async Task ReadAsync()
    {
        var pages = await notes.ReadAsync<TaskPages>(Pages, CancellationToken.None) ?? new TaskPages();
        for (long page = pages.First; page <= pages.Last; page++)
        {
            var stored = await notes.ReadAsync<TaskPage>(NameOfPage(page), CancellationToken.None) ?? new TaskPage();
            _pages[page] = [.. stored.Entries];
            foreach (var entry in stored.Entries)
            {
                _pageOf[entry.Id] = page;
            }
        }

        _isRead = true;
    }

    private async Task<long> PageForNewAsync()
    {
        long last = _pages.Keys.Last();
        if (_pages[last].Count < TasksPerPage)
        {
            return last;
        }

        await WritePagesAsync(_pages.Keys.First(), last + 1);
        _pages[last + 1] = [];
        return last + 1;
    }

    private async Task<bool> TryForgetAsync()
    {
        var oldest = _pages.Values.SelectMany(page => page).FirstOrDefault(entry => entry.HasEnded);
        if (oldest is null)
        {
            return false;
        }

        long page = _pageOf[oldest.Id];
        await WritePageAsync(page, [.. _pages[page].Where(entry => entry.Id != oldest.Id)]);
        _pageOf.Remove(oldest.Id);
        await notes.RemoveAsync<StoredTask>(NameOfTask(oldest.Id), CancellationToken.None);
        if (_pages[page].Count == 0 && page == _pages.Keys.First() && _pages.Count > 1)
        {
            await WritePagesAsync(page + 1, _pages.Keys.Last());
            _pages.Remove(page);
            await notes.RemoveAsync<TaskPage>(NameOfPage(page), CancellationToken.None);
        }

        return true;
    }

    private async Task WritePageAsync(long page, List<AgentTaskEntry> entries)
    {
        await notes.WriteAsync(NameOfPage(page), new TaskPage { Entries = entries }, CancellationToken.None);
        _pages[page] = entries;
    }

    private Task WritePagesAsync(long first, long last) =>
        notes.WriteAsync(Pages, new TaskPages { First = first, Last = last }, CancellationToken.None);

    private static string NameOfTask(string id) => $"task/{id}";

    private static string NameOfPage(long page) => $"tasks/{page}";
}
