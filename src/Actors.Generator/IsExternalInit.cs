using System.Diagnostics.CodeAnalysis;

[assembly: SuppressMessage(
    "Style", "IDE0130", Scope = "namespace", Target = "~N:System.Runtime.CompilerServices",
    Justification = "The compiler looks for the type in this namespace.")]

namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for netstandard2.0, which Roslyn loads generators from.</summary>
internal static class IsExternalInit;
