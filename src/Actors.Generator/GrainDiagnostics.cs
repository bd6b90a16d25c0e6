using Microsoft.CodeAnalysis;

namespace Tollama.Actors.Generator;

/// <summary>What the generator refuses.</summary>
internal static class GrainDiagnostics
{
    public static readonly DiagnosticDescriptor UnsupportedMethod = new(
        "TOLLAMA001",
        "Grain methods return Task, Task<T> or IAsyncEnumerable<T>",
        "{0}",
        "Grains",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);
}
