using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Tollama.Actors.Generator;

/// <summary>Names that generator and runtime share.</summary>
internal static class GrainNames
{
    public const string Abstractions = "Tollama.Actors.Abstractions";

    /// <summary>Where the same names are when the grains are compiled on Orleans.</summary>
    public const string Orleans = "Orleans";

    public static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.FullyQualifiedFormat.MiscellaneousOptions
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string FullName(ITypeSymbol type) => type.ToDisplayString(Full);

    /// <summary>
    /// The grain type of a class or interface: its name without <c>I</c> and <c>Grain</c>, in lower case.
    /// </summary>
    public static string GrainType(INamedTypeSymbol type)
    {
        string name = type.Name;
        if (type.TypeKind == TypeKind.Interface && name.Length > 1 && name[0] == 'I')
        {
            name = name.Substring(1);
        }

        if (name.EndsWith("Grain", StringComparison.Ordinal) && name.Length > 5)
        {
            name = name.Substring(0, name.Length - 5);
        }

        return name.ToLower(CultureInfo.InvariantCulture);
    }

    public static bool IsOurs(ISymbol? symbol, string name) =>
        symbol is not null
        && symbol.Name == name
        && symbol.ContainingNamespace?.ToDisplayString() is Abstractions or Orleans;

    public static AttributeData? FindAttribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(found => IsOurs(found.AttributeClass, name));
}
