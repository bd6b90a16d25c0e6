using Microsoft.CodeAnalysis;

namespace Tollama.Actors.Generator;

/// <summary>Reads grain interfaces.</summary>
internal static class GrainInterfaceReader
{
    public static GrainInterface? Read(GeneratorSyntaxContext syntax)
    {
        if (syntax.SemanticModel.GetDeclaredSymbol(syntax.Node) is not INamedTypeSymbol { IsGenericType: false } type
            || !type.AllInterfaces.Any(parent => GrainNames.IsOurs(parent, "IGrain"))
            || GrainNames.IsOurs(type, "IGrainWithStringKey"))
        {
            return null;
        }

        var methods = new List<GrainMethodModel>();
        var faults = new List<string>();
        var types = new WireTypes(syntax.SemanticModel.Compilation);
        foreach (var member in type.AllInterfaces.Add(type).SelectMany(part => part.GetMembers()))
        {
            if (
                member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
                && TryRead(method, methods.Count, types, out var read))
            {
                methods.Add(read!);
                continue;
            }

            faults.Add(
                $"{type.ToDisplayString()}.{member.Name} cannot be called remotely: grain interfaces have only methods "
                    + "that return Task, Task<T> or IAsyncEnumerable<T>, not generic, without ref parameters");
        }

        return new GrainInterface(
            GrainNames.FullName(type),
            type.Name.Substring(1) + "Reference",
            GrainNames.GrainType(type),
            new EquatableList<GrainMethodModel>(methods),
            new EquatableList<WireTypeModel>(types.Models),
            new EquatableList<string>([.. faults, .. types.Faults]));
    }

    private static bool TryRead(IMethodSymbol method, int id, WireTypes types, out GrainMethodModel? read)
    {
        read = null;
        if (method.IsGenericMethod
            || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)
            || method.ReturnType is not INamedTypeSymbol returns)
        {
            return false;
        }

        string shape = returns.OriginalDefinition.ToDisplayString();
        if (shape is not ("System.Threading.Tasks.Task" or "System.Threading.Tasks.Task<TResult>"
            or "System.Collections.Generic.IAsyncEnumerable<T>"))
        {
            return false;
        }

        read = new GrainMethodModel(
            id,
            method.Name,
            GrainNames.FullName(returns),
            returns.IsGenericType ? GrainNames.FullName(returns.TypeArguments[0]) : null,
            returns.Name == "IAsyncEnumerable",
            GrainNames.FindAttribute(method, "AlwaysInterleaveAttribute") is not null,
            GrainNames.FindAttribute(method, "ReadOnlyAttribute") is not null,
            returns.IsGenericType ? types.Add(returns.TypeArguments[0]) : null,
            new EquatableList<GrainParameter>([.. method.Parameters.Select(parameter => Parameter(parameter, types))]));
        return true;
    }

    private static GrainParameter Parameter(IParameterSymbol parameter, WireTypes types)
    {
        string type = GrainNames.FullName(parameter.Type);
        bool isCancellation = type == "global::System.Threading.CancellationToken";
        return new GrainParameter(
            parameter.Name, type, isCancellation, isCancellation ? null : types.Add(parameter.Type), null);
    }
}
