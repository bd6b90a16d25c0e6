using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tollama.Actors.Generator;

/// <summary>
/// Writes, for every grain interface of the compilation, a reference class with one call struct per method, for every
/// grain class the code that constructs it, and <c>GrainTypes</c>, which registers both. On Orleans, which has a
/// generator of its own for those, only the codecs of what the methods send, and <c>GrainTypes</c>, which registers
/// them.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var interfaces = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is InterfaceDeclarationSyntax { BaseList: not null },
                static (syntax, _) => GrainInterfaceReader.Read(syntax))
            .Where(static found => found is not null)
            .Select(static (found, _) => found!)
            .Collect();
        var classes = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, _) => GrainClassReader.Read(syntax))
            .Where(static found => found is not null)
            .Select(static (found, _) => found!)
            .Collect();
        var assembly = context.CompilationProvider.Select(static (compilation, _) => (
            Name: compilation.AssemblyName ?? "Grains",
            IsOnOrleans: compilation.GetTypeByMetadataName("Tollama.Actors.Calls.GrainReference") is null));
        context.RegisterSourceOutput(
            interfaces.Combine(classes).Combine(assembly),
            static (output, found) => Write(
                output, found.Left.Left, found.Left.Right, found.Right.Name + ".Generated", found.Right.IsOnOrleans));
    }

    private static void Write(
        SourceProductionContext output,
        ImmutableArray<GrainInterface> interfaces,
        ImmutableArray<GrainClassModel> classes,
        string space,
        bool isOnOrleans)
    {
        foreach (string fault in interfaces.SelectMany(grain => grain.Faults))
        {
            output.ReportDiagnostic(Diagnostic.Create(GrainDiagnostics.UnsupportedMethod, Location.None, fault));
        }

        if (interfaces.Length + classes.Length == 0)
        {
            return;
        }

        var types = interfaces.SelectMany(grain => grain.WireTypes).Distinct()
            .OrderBy(type => type.Id, StringComparer.Ordinal).ToImmutableArray();
        output.AddSource("WireCodec.g.cs", WireWriterText.Write(space, types));
        if (isOnOrleans)
        {
            output.AddSource("GrainTypes.g.cs", TypesWriter.WriteMessages(space, interfaces, types));
            return;
        }

        output.AddSource("GrainTypes.g.cs", TypesWriter.Write(space, interfaces, classes));
        foreach (var grain in interfaces)
        {
            output.AddSource(grain.ReferenceName + ".g.cs", ReferenceWriter.Write(space, grain));
        }
    }
}
