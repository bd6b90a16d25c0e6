using Tollama.Core.Errors;

namespace Tollama.Core.Wire;

/// <summary>Problems found so far in one body, in the order in which they were met.</summary>
internal sealed class IssueLog
{
    /// <summary>
    /// Problems after which reading stops: a body can hold millions, and listing them all would let a small request ask
    /// for a huge answer.
    /// </summary>
    public const int Limit = 10_000;

    private readonly List<ValidationIssue> _issues = [];

    /// <summary>Number of problems.</summary>
    public int Count => _issues.Count;

    /// <summary>Adds a problem.</summary>
    /// <exception cref="ValidationException">The limit is reached.</exception>
    public void Add(ValidationIssue issue)
    {
        _issues.Add(issue);
        if (_issues.Count >= Limit)
        {
            Throw();
        }
    }

    /// <summary>Takes the problems from a position on, leaving those before it.</summary>
    public List<ValidationIssue> TakeFrom(int start)
    {
        var taken = _issues.GetRange(start, _issues.Count - start);
        _issues.RemoveRange(start, _issues.Count - start);
        return taken;
    }

    /// <summary>Throws when there is any problem.</summary>
    public void ThrowIfAny()
    {
        if (_issues.Count > 0)
        {
            Throw();
        }
    }

    // The body belongs to its sender only until it has been answered: what a fault quotes is copied, each slice once.
    private void Throw()
    {
        var copies = new Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>();
        throw new ValidationException([.. _issues.Select(issue => issue with { Input = Copy(issue.Input, copies) })]);
    }

    private static ReadOnlyMemory<byte> Copy(
        ReadOnlyMemory<byte> slice, Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> copies)
    {
        if (!copies.TryGetValue(slice, out var copy))
        {
            copy = slice.ToArray();
            copies.Add(slice, copy);
        }

        return copy;
    }
}
