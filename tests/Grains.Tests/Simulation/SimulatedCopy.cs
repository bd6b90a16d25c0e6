using Tollama.Grains.Contracts;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>One activation of a replica on a device.</summary>
internal sealed class SimulatedCopy(SimulatedDevice device, SimulatedModel model, WorkClass urgency)
{
    public SimulatedDevice Device { get; } = device;

    public SimulatedModel Model { get; } = model;

    public WorkClass Urgency { get; } = urgency;

    public CopyPhase Phase { get; set; } = CopyPhase.Asking;

    public long Generation { get; set; }

    /// <summary>Bytes of the device that it really holds.</summary>
    public long Held { get; set; }

    /// <summary>Bytes that its engine calls have taken beyond the model; they come back with it.</summary>
    public long Workspace
    {
        get => Held == 0 ? 0 : field;
        set;
    }

    /// <summary>Whether it was bigger than it was thought to be once already.</summary>
    public bool HasTriedAgain { get; set; }

    public List<SimulatedForecast> Waiting { get; } = [];

    public List<SimulatedForecast> Running { get; } = [];

    /// <summary>The next activation, which waits for this one to be gone.</summary>
    public SimulatedCopy? Successor { get; set; }
}
