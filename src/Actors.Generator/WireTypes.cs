using System.Text;
using Microsoft.CodeAnalysis;

namespace Tollama.Actors.Generator;

/// <summary>
/// Finds how types cross the wire: basic types, lists, dictionaries, JSON, records by their members; or a hand-written
/// codec, which is a static class <c>XCodec</c> in the namespace <c>Wire</c> of the assembly.
/// </summary>
internal sealed class WireTypes(Compilation compilation)
{
    private readonly Dictionary<string, WireTypeModel?> _models = new(StringComparer.Ordinal);

    public List<string> Faults { get; } = [];

    public IReadOnlyList<WireTypeModel> Models => [.. _models.Values.OfType<WireTypeModel>()];

    /// <summary>The suffix of the methods that write and read a type.</summary>
    public string Add(ITypeSymbol type)
    {
        string name = GrainNames.FullName(type);
        string id = Identifier(name);
        if (_models.ContainsKey(name))
        {
            return id;
        }

        _models.Add(name, null);
        if (Describe(type) is { } found)
        {
            _models[name] = new WireTypeModel(name, id, found.Write, found.Read);
        }
        else
        {
            Faults.Add($"{type.ToDisplayString()} cannot cross the wire: give it public init members or a codec named "
                + $"{compilation.AssemblyName}.Wire.{type.Name}Codec");
        }

        return id;
    }

    private (string Write, string Read)? Describe(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Optional(Add(nullable.TypeArguments[0]), "value.Value", "value.HasValue");
        }

        if (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return Optional(
                Add(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
                "value",
                "value is not null");
        }

        return Basic(type) ?? Codec(type) ?? Listed(type) ?? Members(type);
    }

    private static (string Write, string Read) Optional(string id, string value, string condition) => (
        $"writer.WriteBoolean({condition});\nif ({condition})\n{{\n    Write{id}(writer, {value});\n}}",
        $"return reader.ReadBoolean() ? Read{id}(reader) : null;");

    private static (string Write, string Read)? Basic(ITypeSymbol type)
    {
        string? method = type.SpecialType switch
        {
            SpecialType.System_Boolean => "Boolean",
            SpecialType.System_Byte => "Byte",
            SpecialType.System_Int32 => "Int32",
            SpecialType.System_Int64 => "Int64",
            SpecialType.System_UInt64 => "UInt64",
            SpecialType.System_Double => "Double",
            SpecialType.System_Single => "Single",
            SpecialType.System_String => "String",
            _ => null,
        };
        if (method is not null)
        {
            return ($"writer.Write{method}(value);", $"return reader.Read{method}();");
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return ("writer.WriteInt32((int)value);", $"return ({GrainNames.FullName(type)})reader.ReadInt32();");
        }

        return type.ToDisplayString() switch
        {
            "System.TimeSpan" =>
                ("writer.WriteInt64(value.Ticks);", "return new global::System.TimeSpan(reader.ReadInt64());"),
            "System.DateTimeOffset" => (
                "writer.WriteInt64(value.UtcTicks);",
                "return new global::System.DateTimeOffset(reader.ReadInt64(), global::System.TimeSpan.Zero);"),
            "System.Text.Json.Nodes.JsonObject" => (
                "global::Tollama.Actors.Wire.JsonCodec.WriteObject(writer, value);",
                "return global::Tollama.Actors.Wire.JsonCodec.ReadObject(reader);"),
            "System.Text.Json.JsonElement" => (
                "global::Tollama.Actors.Wire.JsonCodec.WriteElement(writer, value);",
                "return global::Tollama.Actors.Wire.JsonCodec.ReadElement(reader);"),
            _ => null,
        };
    }

    private (string Write, string Read)? Codec(ITypeSymbol type)
    {
        var codec = compilation.GetTypeByMetadataName($"{compilation.AssemblyName}.Wire.{type.Name}Codec");
        if (codec is null)
        {
            return null;
        }

        string name = GrainNames.FullName(codec);
        return ($"{name}.Write(writer, value);", $"return {name}.Read(reader);");
    }

    private (string Write, string Read)? Listed(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return List(array.ElementType, "value.Length");
        }

        if (type is not INamedTypeSymbol { IsGenericType: true } named)
        {
            return null;
        }

        return named.OriginalDefinition.ToDisplayString() switch
        {
            "System.Collections.Generic.IReadOnlyList<T>" => List(named.TypeArguments[0], "value.Count"),
            "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" => Dictionary(named),
            _ => null,
        };
    }

    private (string Write, string Read) List(ITypeSymbol element, string count)
    {
        string type = GrainNames.FullName(element);
        string id = Add(element);
        return (
            $"writer.WriteUInt64((ulong){count});\nforeach (var item in value)\n{{\n    Write{id}(writer, item);\n}}",
            $"var items = new {type}[reader.ReadLength(1)];\nfor (int i = 0; i < items.Length; i++)\n{{\n"
                + $"    items[i] = Read{id}(reader);\n}}\n\nreturn items;");
    }

    private (string Write, string Read) Dictionary(INamedTypeSymbol type)
    {
        string key = Add(type.TypeArguments[0]);
        string item = Add(type.TypeArguments[1]);
        string types = $"{GrainNames.FullName(type.TypeArguments[0])}, {GrainNames.FullName(type.TypeArguments[1])}";
        return (
            "writer.WriteUInt64((ulong)value.Count);\nforeach (var pair in value)\n{\n"
                + $"    Write{key}(writer, pair.Key);\n    Write{item}(writer, pair.Value);\n}}",
            "int count = reader.ReadLength(2);\nvar items = new "
                + $"global::System.Collections.Generic.Dictionary<{types}>(count);\n"
                + $"for (int i = 0; i < count; i++)\n{{\n    items[Read{key}(reader)] = "
                + $"Read{item}(reader);\n}}\n\nreturn items;"
        );
    }

    /// <summary>
    /// A record or class: constructor parameters by the property of the same name, then init members.
    /// </summary>
    private (string Write, string Read)? Members(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsAbstract: false, TypeKind: TypeKind.Class or TypeKind.Struct } named
            || named.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal))
        {
            return null;
        }

        var properties = named.GetMembers().OfType<IPropertySymbol>()
            .Where(property => !property.IsStatic && !property.IsIndexer
                && property.DeclaredAccessibility == Accessibility.Public && property.GetMethod is not null)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var constructor = named.InstanceConstructors
            .Where(made => made.DeclaredAccessibility == Accessibility.Public
                && made.Parameters.All(parameter => properties.ContainsKey(parameter.Name)))
            .OrderByDescending(made => made.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null)
        {
            return null;
        }

        var arguments = constructor.Parameters.Select(parameter => properties[parameter.Name]).ToArray();
        var initialised = properties
            .Values.Where(property =>
                property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
                && !arguments.Contains(property, SymbolEqualityComparer.Default))
            .ToArray();
        return Text(named, arguments, initialised);
    }

    private (string Write, string Read) Text(
        INamedTypeSymbol type, IPropertySymbol[] arguments, IPropertySymbol[] initialised)
    {
        var write = new StringBuilder();
        foreach (var property in arguments.Concat(initialised))
        {
            write.Append($"Write{Add(property.Type)}(writer, value.{property.Name});\n");
        }

        string name = GrainNames.FullName(type);
        var read = new StringBuilder($"return new {name}(");
        read.Append(string.Join(", ", arguments.Select(property => $"Read{Add(property.Type)}(reader)"))).Append(')');
        if (initialised.Length > 0)
        {
            read.Append("\n{\n");
            foreach (var property in initialised)
            {
                read.Append($"    {property.Name} = Read{Add(property.Type)}(reader),\n");
            }

            read.Append('}');
        }

        return (write.ToString().TrimEnd(), read.Append(';').ToString());
    }

    private static string Identifier(string type)
    {
        var text = new StringBuilder(type.Length + 1).Append('_');
        foreach (char c in type.Replace("global::", string.Empty))
        {
            text.Append(char.IsLetterOrDigit(c) ? c.ToString() : c == '?' ? "_N" : "_");
        }

        return text.ToString();
    }
}
