using FsCheck;
using FsCheck.Fluent;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Tests.Replicas;

public sealed class FairQueueTests
{
    [Fact]
    public void Lets_a_small_caller_in_between_the_items_of_a_big_one()
    {
        var queue = new FairQueue<(string Key, int Cost)>(item => item.Cost, quantum: 4);
        for (int i = 0; i < 1_000; i++)
        {
            queue.Enqueue("big", ("big", 1));
        }

        queue.Enqueue("small", ("small", 1));

        var first = Enumerable.Range(0, 5).Select(_ => queue.Dequeue().Key);
        Assert.Contains("small", first);
    }

    [Fact]
    public void Keeps_every_item_the_order_of_a_key_and_equal_shares() => Prop.ForAll(
        Arb.From(Gen.ListOf(
            from key in Gen.Elements("a", "b", "c")
            from cost in Gen.Choose(1, 40)
            select (key, cost))),
        given =>
        {
            const int quantum = 16;
            var queue = new FairQueue<(string Key, int Cost, int Number)>(item => item.Cost, quantum);
            int number = 0;
            foreach (var (key, cost) in given)
            {
                queue.Enqueue(key, (key, cost, number++));
            }

            var done = new Dictionary<string, int> { ["a"] = 0, ["b"] = 0, ["c"] = 0 };
            var taken = new List<(string Key, int Cost, int Number)>();
            while (queue.Count > 0)
            {
                string[] waiting = [.. done.Keys.Where(key => queue.CountOf(key) > 0)];
                Assert.True(queue.TryPeek(out var next));
                var item = queue.Dequeue();
                Assert.Equal(next, item);
                taken.Add(item);
                done[item.Key] += item.Cost;
                int least = waiting.Min(key => done[key]);
                Assert.True(done[item.Key] - least <= quantum + (2 * 40), "a key got more than its turn and an item ahead");
            }

            Assert.Equal(given.Count, taken.Count);
            foreach (var line in taken.GroupBy(item => item.Key))
            {
                Assert.Equal(line.OrderBy(item => item.Number), line);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Has_nothing_to_show_when_nothing_waits()
    {
        var queue = new FairQueue<int>(_ => 1, 1);

        Assert.False(queue.TryPeek(out _));
        Assert.Throws<InvalidOperationException>(() => queue.Dequeue());
    }
}
