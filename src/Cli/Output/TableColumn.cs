namespace Tollama.Cli.Output;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <param name="Title">Its header.</param>
/// <param name="IsRightAligned">Whether its cells end at the same place, as numbers should.</param>
internal sealed record TableColumn(string Title, bool IsRightAligned = false)
{
    /// <summary>A left-aligned column.</summary>
    public static implicit operator TableColumn(string title) => new(title);
}
