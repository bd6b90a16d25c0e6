using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tollama.Conventions.Tests;

/// <summary>
/// Grain sources use only what Orleans 10 has under the same name (ADR 0001), so that they compile as Orleans grains
/// too:
/// <c>-p:ActorRuntime=Orleans</c> does it, on machines that can restore its packages.
/// </summary>
public sealed class GrainSubsetTests
{
    private const string Identifier = @"[A-Za-z_]\w*";


    /// <summary>Where the runtime is named: what is registered with it, and how columns of numbers travel.</summary>
    private static readonly string[] Seams =
    [
        "src/Grains/GrainsModule.cs",
        "src/Grains/Wire/NumberColumnCodec.cs",
        "src/Grains/Wire/TimestampColumnCodec.cs",
        "src/Grains/Wire/WeightChunkCodec.cs",
    ];

    /// <summary>
    /// Shared names that Orleans lacks or means otherwise: its adapter brings them, under our namespaces.
    /// </summary>
    private static readonly string[] Adapted = ["SiloPinnedPlacementAttribute", "SiloUnavailableException"];

    /// <summary>
    /// Types of Orleans 10, each with the members that it has there too. A placement of one's own is a type of one's
    /// own.
    /// </summary>
    private static readonly Dictionary<string, string[]> Shared = new(StringComparer.Ordinal)
    {
        ["AlwaysInterleaveAttribute"] = [],
        ["DeactivationReason"] = ["ReasonCode", "Description"],
        ["Grain"] =
        [
            "GrainContext",
            "GrainFactory",
            "ServiceProvider",
            "OnActivateAsync",
            "OnDeactivateAsync",
            "DeactivateOnIdle",
            "DelayDeactivation",
        ],
        ["GrainBaseExtensions"] = ["RegisterGrainTimer"],
        ["GrainExtensions"] = ["GetPrimaryKeyString"],
        ["GrainTimerCreationOptions"] = ["DueTime", "Period", "Interleave", "KeepAlive"],
        ["IGrainFactory"] = ["GetGrain"],
        ["IGrainTimer"] = ["Change"],
        ["IGrainWithStringKey"] = [],
        ["KeepAliveAttribute"] = [],
        ["PlacementAttribute"] = ["PlacementStrategy"],
        ["PlacementStrategy"] = [],
        ["ReadOnlyAttribute"] = [],
        ["ReentrantAttribute"] = [],
        ["SiloPinnedPlacementAttribute"] = [],
        ["SiloUnavailableException"] = [],
    };

    [Fact]
    public void Grain_sources_name_no_runtime()
    {
        var offences = SourceTree.CSharp("src/Grains")
            .Where(file => Regex.IsMatch(SourceTree.Code(file), @"\bTollama\.Actors\b"))
            .Select(SourceTree.Relative)
            .Except(Seams, StringComparer.Ordinal);
        var usings = XDocument.Load(Path.Combine(SourceTree.Root, "src", "Grains", "Grains.csproj"))
            .Descendants("Using").Select(one => one.Attribute("Include")!.Value);

        Assert.Empty(offences);
        Assert.Equal(["Tollama.Actors.Abstractions", "Tollama.Actors.Placement"], usings);
    }

    [Fact]
    public void Grain_sources_use_no_type_that_Orleans_lacks()
    {
        string[] strangers = [.. Declared().Keys.Except(Shared.Keys, StringComparer.Ordinal)];
        var offences =
            from file in SourceTree.CSharp("src/Grains")
            let code = SourceTree.Code(file)
            from type in strangers
            where Uses(code, type)
            select $"{SourceTree.Relative(file)} uses {type}";

        Assert.Contains("CallDeadline", strangers); // the search finds what is ours alone
        Assert.Empty(offences);
    }

    [Fact]
    public void Shared_types_offer_grains_no_member_that_Orleans_lacks()
    {
        var declared = Declared();
        var offences =
            from type in Shared
            from member in Members(SourceTree.Code(declared[type.Key]), type.Key)
            where !type.Value.Contains(member, StringComparer.Ordinal)
            select $"{type.Key}.{member}";

        // the search finds members
        Assert.Contains("DelayDeactivation", Members(SourceTree.Code(declared["Grain"]), "Grain"));
        Assert.Empty(offences);
    }

    [Fact]
    public void Grain_sources_are_the_same_on_every_runtime()
    {
        var offences = SourceTree.CSharp("src/Grains")
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"^\s*#\s*(?:if|elif|else)\b", RegexOptions.Multiline))
            .Select(SourceTree.Relative);

        Assert.Empty(offences);
    }

    [Fact]
    public void On_Orleans_grain_sources_see_the_shared_names_and_no_other()
    {
        var grains = XDocument.Load(Path.Combine(SourceTree.Root, "src", "Actors.Orleans", "Actors.Orleans.targets"))
            .Descendants("ItemGroup")
            .Single(group => group.Attribute("Condition")?.Value == "'$(MSBuildProjectName)' == 'Grains'");
        var names = grains.Elements("Using")
            .Select(one => one.Attribute("Alias") ?? one.Attribute("Include")!)
            .Select(name => name.Value[(name.Value.LastIndexOf('.') + 1)..]);

        Assert.Equal(
            Shared.Keys.Except(Adapted, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
    }

    /// <summary>The types whose namespaces grain sources see, each with its file.</summary>
    private static Dictionary<string, string> Declared() => SourceTree.CSharp("src/Actors/Abstractions")
        .Concat(SourceTree.CSharp("src/Actors/Placement"))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    private static bool Uses(string code, string type) => type.EndsWith("Attribute", StringComparison.Ordinal)
        ? Regex.IsMatch(code, $@"[\[,]\s*(?:\w+:\s*)?{type[..^"Attribute".Length]}(?:Attribute)?\s*[\](,]")
        : Regex.IsMatch(code, $@"(?<![.[])\b{type}\b");

    /// <summary>
    /// Names of members that a grain can reach: public and protected ones, those of interfaces and of headers.
    /// </summary>
    private static string[] Members(string code, string type)
    {
        bool isInterface = Regex.IsMatch(code, @"\binterface\b");
        string modifier = isInterface ? string.Empty : @"(?:public|protected)\s+";
        var found = Regex.Matches(
            code,
            $@"^    {modifier}(?!class|record)[\w<>?,. ]*?(?<name>{Identifier})(?:<\w+>)?\s*(?:\(|=>|\{{|;)",
            RegexOptions.Multiline);
        return
        [
            .. found
                .Select(match => match.Groups["name"].Value)
                .Where(name => name != type)
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
