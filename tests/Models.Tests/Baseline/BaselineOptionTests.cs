using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tollama.Core.Errors;
using Tollama.Models.Baseline;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>The options that <c>show</c> lists are the ones that methods read, with the types it names.</summary>
public sealed class BaselineOptionTests
{
    private const int Season = 4;

    public static TheoryData<string> Models => [.. BaselineModels.Entries.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_listed_option_of_another_type_is_refused_by_name(string model)
    {
        foreach (string option in Listed(model))
        {
            // Objects are what 'at' and 'intervals' take, and no other option does.
            JsonNode wrong = option is "at" or "intervals" ? 7 : new JsonObject { ["x"] = 1 };
            var options = new JsonObject { ["season_length"] = Season };
            options[option] = wrong;

            var outcome = await BaselineRun.ForecastAsync(
                model, SearchRequest.Of(model, SearchRequest.Seasonal(40, Season), 3, [0.5], options));

            Assert.True(outcome.Failure?.Code == ErrorCode.BadRequest, $"{option} of {model} is not looked at");
            Assert.Contains(option, outcome.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_option_has_a_type_a_default_and_a_sentence(string model)
    {
        foreach (var (name, card) in Options(model))
        {
            Assert.All(
                ["type", "default", "description"],
                part => Assert.False(
                    string.IsNullOrEmpty((string?)card![part]) && !(name == "at" && part == "default"),
                    $"{name} of {model} has no {part}"));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_number_below_the_least_that_is_listed_is_refused_and_the_least_is_not(string model)
    {
        foreach (var (option, type) in Options(model).Select(option => (option.Key, (string)option.Value!["type"]!)))
        {
            if (!type.StartsWith("integer", StringComparison.Ordinal)
                && !type.StartsWith("number", StringComparison.Ordinal)
                && !type.StartsWith("list of integers", StringComparison.Ordinal)
                || option == "seed") // any integer
            {
                continue;
            }

            var range = Regex.Match(
                type, @"^(integer |number,? |list of integers )(>= )?(?<least>[0-9.]+)( to [0-9]+)?$");
            Assert.True(range.Success, $"{option} of {model} is listed as '{type}', which names no least value");
            double least = double.Parse(range.Groups["least"].Value, CultureInfo.InvariantCulture);
            bool isList = type.StartsWith("list", StringComparison.Ordinal);

            string? accepted = Refusal(model, option, least, isList);
            string? refused = Refusal(model, option, least - (least < 1.0 ? 1e-4 : 1.0), isList);

            Assert.DoesNotContain($"Option '{option}'", accepted ?? "", StringComparison.Ordinal);
            Assert.Contains($"Option '{option}'", refused ?? "", StringComparison.Ordinal);
        }
    }

    /// <summary>What a request with one option set is refused with; null when it is not.</summary>
    private static string? Refusal(string model, string option, double value, bool isList)
    {
        JsonNode number = double.IsInteger(value) ? JsonValue.Create((int)value) : JsonValue.Create(value);
        var options = new JsonObject { [option] = isList ? new JsonArray(number) : number };
        var request = SearchRequest.Of(model, SearchRequest.Seasonal(40, Season), 3, [], options);
        return Record.Exception(() => MethodPlan.Read(BaselineMethods.Find(model)!, request))?.Message; // it is listed
    }

    private static IEnumerable<string> Listed(string model) => Options(model).Select(option => option.Key);

    private static JsonObject Options(string model) => BaselineModels.Entries
        .First(entry => entry.Name == model).Metadata!["options"]!.AsObject(); // every entry lists its options
}
