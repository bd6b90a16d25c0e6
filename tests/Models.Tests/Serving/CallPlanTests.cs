using FsCheck;
using FsCheck.Fluent;
using Tollama.Models.Serving;

namespace Tollama.Models.Tests.Serving;

public sealed class CallPlanTests
{
    [Fact]
    public void Every_row_is_in_one_call_that_reaches_to_one_bucket_and_holds_no_more_than_allowed() =>
        Prop.ForAll<byte[]>(Check).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_of_equal_length_share_a_call()
    {
        var calls = new CallPlan(8192, [32]).Calls(Enumerable.Repeat(32, 32), length => length, length => length + 1);

        Assert.Equal(32, Assert.Single(calls).Length);
    }

    private static void Check(byte[] lengths)
    {
        var plan = new CallPlan(mostTokens: 300, [8, 32]);

        var calls = plan.Calls(Enumerable.Range(0, lengths.Length), i => lengths[i], i => lengths[i] + 1).ToList();

        Assert.Equal(Enumerable.Range(0, lengths.Length), calls.SelectMany(call => call).Order());
        Assert.All(calls, call =>
        {
            int longest = call.Max(i => lengths[i]);
            Assert.Equal(longest, lengths[call[^1]]);
            Assert.True(call.Length == 1 || call.Length * (longest + 1) <= 300);
            Assert.Single(call.Select(i => lengths[i] switch { <= 8 => 0, <= 32 => 1, _ => 2 }).Distinct());
        });
    }
}
