namespace Tollama.Silo.Tests.Hub;

/// <summary>
/// Something that goes wrong for paths that contain <paramref name="Part"/>, the first <paramref name="Times"/> times.
/// </summary>
internal abstract record Fault(string Part, int Times)
{
    public int Left { get; set; } = Times;
}

/// <summary>The connection breaks in the middle of the body.</summary>
internal sealed record DropFault(string Part, int AfterBytes, int Times = 1) : Fault(Part, Times);

/// <summary>One bit of the body is wrong.</summary>
internal sealed record CorruptFault(string Part, int Offset = 0, int Times = 1) : Fault(Part, Times);

/// <summary>The answer is a status alone.</summary>
internal sealed record StatusFault(string Part, int Code, int Times = 1) : Fault(Part, Times);

/// <summary>The body stops, the connection stays, until it is released (and then breaks).</summary>
internal sealed record HoldFault(string Part, int AfterBytes, int Times = 1) : Fault(Part, Times)
{
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
