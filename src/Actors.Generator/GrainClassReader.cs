using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Tollama.Actors.Generator;

/// <summary>Reads grain classes.</summary>
internal static class GrainClassReader
{
    public static GrainClassModel? Read(GeneratorSyntaxContext syntax)
    {
        if (syntax.SemanticModel.GetDeclaredSymbol(syntax.Node) is not INamedTypeSymbol { IsAbstract: false } type
            || !DerivesFromGrain(type)
            || !type.AllInterfaces.Any(parent => GrainNames.IsOurs(parent, "IGrain"))
            || type.InstanceConstructors.OrderByDescending(made => made.Parameters.Length).FirstOrDefault()
                is not { } constructor)
        {
            return null;
        }

        var age = GrainNames.FindAttribute(type, "CollectionAgeLimitAttribute")?.NamedArguments
            .FirstOrDefault(argument => argument.Key == "Minutes").Value.Value as double?;
        return new GrainClassModel(
            GrainNames.FullName(type),
            GrainNames.GrainType(type),
            GrainNames.FindAttribute(type, "ReentrantAttribute") is not null,
            GrainNames.FindAttribute(type, "KeepAliveAttribute") is not null,
            age?.ToString("R", CultureInfo.InvariantCulture),
            type.GetAttributes().Select(found => found.AttributeClass)
                .FirstOrDefault(found => GrainNames.IsOurs(found?.BaseType, "PlacementAttribute")) is { } placement
                    ? GrainNames.FullName(placement)
                    : null,
            new EquatableList<GrainParameter>([.. constructor.Parameters.Select(Parameter)]));
    }

    private static bool DerivesFromGrain(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (GrainNames.IsOurs(parent, "Grain"))
            {
                return true;
            }
        }

        return false;
    }

    private static GrainParameter Parameter(IParameterSymbol parameter)
    {
        string? state = GrainNames.FindAttribute(parameter, "PersistentStateAttribute")?
            .ConstructorArguments[0].Value as string;
        string type = state is null
            ? GrainNames.FullName(parameter.Type)
            : GrainNames.FullName(((INamedTypeSymbol)parameter.Type).TypeArguments[0]);
        return new GrainParameter(parameter.Name, type, false, null, state);
    }
}
