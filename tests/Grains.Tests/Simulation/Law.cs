using System.Diagnostics.CodeAnalysis;

namespace Tollama.Grains.Tests.Simulation;

/// <summary>What must hold; cheap where it does, as it is asked a hundred million times.</summary>
internal static class Law
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, string law)
    {
        if (!condition)
        {
            throw new InvalidOperationException(law);
        }
    }
}
