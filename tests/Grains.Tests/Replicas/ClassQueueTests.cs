using Tollama.Grains.Contracts;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Tests.Replicas;

public sealed class ClassQueueTests
{
    private readonly ClassQueue<string> _queue = new(static _ => 1, quantum: 1);

    [Fact]
    public void Lets_work_that_somebody_waits_for_go_first()
    {
        Add("b1", WorkClass.Batch);
        Add("i1", WorkClass.Interactive);
        Add("b2", WorkClass.Background);
        Add("i2", WorkClass.Interactive);

        Assert.Equal(["i1", "i2", "b1", "b2"], Take(4));
        Assert.False(_queue.TryPeek(out _));
    }

    [Fact]
    public void Gives_work_in_bulk_one_turn_of_ten()
    {
        for (int i = 0; i < 30; i++)
        {
            Add("i", WorkClass.Interactive);
            Add("b", WorkClass.Batch);
        }

        var taken = Take(30);

        Assert.Equal([9, 19, 29], Enumerable.Range(0, 30).Where(place => taken[place] == "b"));
    }

    [Fact]
    public void Shows_the_item_that_it_gives()
    {
        for (int i = 0; i < 12; i++)
        {
            Add($"i{i}", WorkClass.Interactive);
            Add($"b{i}", WorkClass.Batch);
        }

        Assert.Equal((24, 24), (_queue.Count, _queue.CountOf("key")));
        while (_queue.TryPeek(out string? next))
        {
            Assert.Equal(next, _queue.Dequeue());
        }

        Assert.Equal(0, _queue.Count);
    }

    private void Add(string item, WorkClass urgency) => _queue.Enqueue(new Asker("key", urgency), item);

    private string[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _queue.Dequeue())];
}
