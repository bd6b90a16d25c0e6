namespace Tollama.Core.Wire;

/// <summary>Keys of an object in each layout.</summary>
/// <param name="declared">The keys in declared order.</param>
internal sealed class MemberOrder(params string[] declared)
{
    private readonly string[] _sorted = [.. declared.Order(StringComparer.Ordinal)];

    /// <summary>The keys in the order of a layout.</summary>
    public ReadOnlySpan<string> In(JsonLayout layout) => layout == JsonLayout.Sorted ? _sorted : declared;
}
