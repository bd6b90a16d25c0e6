using System.Globalization;
using System.Text.Json.Nodes;

namespace Tollama.Core.Trust;

/// <summary>
/// An agent whose judgement is a table: factors with weights, and limits on them (contract/http-api §18.12).
/// </summary>
internal sealed class FactorAgent : ITrustAgent
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public string Domain => Name;

    /// <inheritdoc/>
    public required int Priority { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<string> SourceTypes { get; init; }

    /// <summary>Names of the field that says what is judged.</summary>
    public required string[] IdFields { get; init; }

    /// <summary>Factors in the order in which they are told.</summary>
    public required IReadOnlyList<TrustFactor> Factors { get; init; }

    /// <summary>Limits in the order in which they are told.</summary>
    public required IReadOnlyList<TrustLimit> Limits { get; init; }

    /// <summary>Fields that a payload may have and that do not count.</summary>
    public IReadOnlyList<string> OtherFields { get; init; } = [];

    /// <summary>
    /// Field with the age of the data in seconds, which replaces factor <c>data_freshness</c>: none is left after an
    /// hour.
    /// </summary>
    public string? AgeField { get; init; }

    /// <inheritdoc/>
    public TrustResult Analyze(JsonObject payload, IReadOnlyDictionary<string, double> adjustments)
    {
        var reader = new TrustPayload(payload);
        string id = reader.RequiredText(IdFields);
        var values = Read(reader);
        foreach (string field in OtherFields)
        {
            reader.Allow(field);
        }

        reader.RefuseOthers();
        TrustComponent[] components =
        [
            .. Factors.Select(factor => new TrustComponent(
                factor.Name,
                factor.Score(values[factor.Name]),
                factor.Weight * adjustments.GetValueOrDefault(factor.Name, 1))),
        ];
        TrustViolation[] violations =
        [
            .. Limits.Select(limit => limit.Check(values[limit.Factor])).OfType<TrustViolation>(),
        ];
        double score = TrustScore.Weigh(components);
        return new TrustResult
        {
            Agent = Name,
            Domain = Domain,
            Score = score,
            Risk = TrustScore.Risk(score, violations),
            CalibrationStatus = TrustScore.Status(score, violations),
            Components = components,
            Violations = violations,
            Why = Tell(values, violations),
            SourceId = id,
        };
    }

    private Dictionary<string, double> Read(TrustPayload payload)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var factor in Factors)
        {
            string[] fields = factor.Fields.Length > 0 ? factor.Fields : [factor.Name];
            values[factor.Name] = factor.Ceiling is null
                ? payload.Share(factor.Default, fields)
                : payload.Amount(fields) ?? factor.Default;
        }

        if (AgeField is not null && payload.Amount(AgeField) is { } seconds)
        {
            values["data_freshness"] = Math.Clamp(1 - (seconds / 3600), 0, 1);
        }

        return values;
    }

    private string Tell(Dictionary<string, double> values, TrustViolation[] violations)
    {
        string facts = string.Join(", ", values.Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.##}")));
        string verdict = violations.Length == 0
            ? "is within all limits"
            : "exceeds " + string.Join(", ", violations.Select(violation => violation.Name));
        return $"The {Name} signal {verdict}: {facts}.";
    }
}
