using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Grains.Agents;
using Tollama.Grains.Contracts;
using Tollama.Grains.Tests.Kit;

namespace Tollama.Grains.Tests.Agents;

public sealed class TaskBookTests
{
    private readonly TestNotes _notes = new();

    [Fact]
    public async Task Lists_every_task_after_a_restart_the_last_first()
    {
        var book = await OpenAsync();
        for (int i = 0; i < 250; i++)
        {
            await book.WriteAsync(Entry(i), new JsonObject { ["n"] = i });
        }

        await book.WriteAsync(Entry(7, "completed"), new JsonObject { ["n"] = -7 });
        var again = await OpenAsync();

        Assert.Equal(Enumerable.Range(0, 250).Reverse().Select(i => $"t{i}"), again.Entries.Select(entry => entry.Id));
        Assert.Equal("completed", again.Find("t7")!.State);
        Assert.Equal(-7, (int)(await again.ReadAsync("t7"))!.Document["n"]!);
        Assert.Equal(249, (int)(await again.ReadAsync("t249"))!.Document["n"]!);
        Assert.Null(again.Find("t250"));
        Assert.Null(await again.ReadAsync("t250"));
    }

    [Fact]
    public async Task Forgets_the_oldest_that_have_ended_and_no_other()
    {
        var book = await OpenAsync(mostTasks: 3);
        await book.WriteAsync(Entry(0), []);
        await book.WriteAsync(Entry(1, "failed"), []);
        await book.WriteAsync(Entry(2, "completed"), []);
        await book.WriteAsync(Entry(3), []);
        await book.WriteAsync(Entry(4), []);
        await book.WriteAsync(Entry(5), []);

        var again = await OpenAsync(mostTasks: 3);

        Assert.Equal(["t5", "t4", "t3", "t0"], again.Entries.Select(entry => entry.Id));
        Assert.Equal(["task/t0", "task/t3", "task/t4", "task/t5", "tasks/0"], _notes.Texts.Keys.Order());
    }

    [Fact]
    public async Task Forgets_pages_that_became_empty()
    {
        var book = await OpenAsync(mostTasks: 100);
        for (int i = 0; i < 450; i++)
        {
            await book.WriteAsync(Entry(i, "completed"), []);
        }

        var again = await OpenAsync(mostTasks: 100);

        Assert.Equal(
            Enumerable.Range(350, 100).Reverse().Select(i => $"t{i}"), again.Entries.Select(entry => entry.Id));
        Assert.Equal(100 + 2 + 1, _notes.Texts.Count);
    }

    [Fact]
    public async Task Knows_nothing_that_was_not_stored()
    {
        var book = await OpenAsync();
        _notes.IsAway = true;

        await Assert.ThrowsAsync<TollamaException>(() => book.WriteAsync(Entry(1), []));

        Assert.Empty(book.Entries);
        _notes.IsAway = false;
        await book.WriteAsync(Entry(1), []);
        Assert.Single((await OpenAsync()).Entries);
    }

    private static AgentTaskEntry Entry(int number, string state = "working") => new(
        $"t{number}", "k_1", "c", state, state != "working", DateTimeOffset.UnixEpoch.AddSeconds(number));

    private async Task<TaskBook> OpenAsync(int mostTasks = 10_000)
    {
        var book = new TaskBook(_notes, mostTasks);
        await book.EnsureReadAsync();
        return book;
    }
}
