using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Core.Trust;

namespace Tollama.Silo.Cluster;

/// <summary>
/// The outcomes and judgements that all machines of a cluster share, kept in its database. An outcome is stored before
/// it counts; judgements, which are by-products, wait in memory while the database is away.
/// </summary>
internal sealed partial class ClusterTrust(ISharedNotes notes, ILogger<ClusterTrust> log) : ITrustStore
{
    private readonly CachedNote<OutcomesNote> _outcomes = new(notes, "trust/outcomes");
    private readonly CachedNote<DomainsNote> _domains = new(notes, "trust/domains");
    private readonly Dictionary<string, CachedNote<JudgementsNote>> _judgements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TrustRecord>> _waiting = new(StringComparer.Ordinal);
    private readonly ILogger _log = log;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> AgentsAsync() =>
        [.. (await _outcomes.ReadAsync()).Agents.Select(known => known.Agent)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustOutcome>> OutcomesAsync(string agent) =>
        (await _outcomes.ReadAsync()).Agents.FirstOrDefault(known => known.Agent == agent)?.Outcomes ?? [];

    /// <inheritdoc/>
    public Task AddAsync(TrustOutcome outcome) => _outcomes.ChangeAsync(note =>
    {
        bool isKnown = note.Agents.Any(known => known.Agent == outcome.Agent);
        IReadOnlyList<AgentOutcomes> agents = isKnown ? note.Agents : [.. note.Agents, new(outcome.Agent, [])];
        return new OutcomesNote
        {
            Agents =
            [
                .. agents.Select(known => known.Agent == outcome.Agent
                    ? known with { Outcomes = [.. known.Outcomes.TakeLast(ITrustStore.OutcomesPerAgent - 1), outcome] }
                    : known),
            ],
        };
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DomainsAsync() =>
    [
        .. (await _domains.ReadAsync()).Domains
            .Union(_waiting.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain)
    {
        var stored = await JudgementsOf(domain).ReadAsync();
        return Join(stored, _waiting.GetValueOrDefault(domain) ?? []).Records;
    }

    /// <inheritdoc/>
    public async Task AddAsync(IReadOnlyList<TrustRecord> records)
    {
        foreach (var domain in records.GroupBy(record => record.Domain, StringComparer.Ordinal))
        {
            var waiting = _waiting.GetValueOrDefault(domain.Key) ?? [];
            _waiting[domain.Key] = [.. waiting.Concat(domain).TakeLast(ITrustStore.RecordsPerDomain)];
        }

        try
        {
            foreach (string domain in _waiting.Keys.ToList())
            {
                await StoreAsync(domain, _waiting[domain]);
                _waiting.Remove(domain);
            }
        }
        catch (TollamaException fault)
        {
            LogPostponed(fault.Message);
        }
    }

    private async Task StoreAsync(string domain, List<TrustRecord> records)
    {
        if (!(await _domains.ReadAsync()).Domains.Contains(domain, StringComparer.Ordinal))
        {
            await _domains.ChangeAsync(note => new DomainsNote { Domains = [.. note.Domains.Union([domain])] });
        }

        await JudgementsOf(domain).ChangeAsync(note => Join(note, records));
    }

    /// <summary>Both together, each record once: a write whose answer was lost may have been carried out.</summary>
    private static JudgementsNote Join(JudgementsNote stored, List<TrustRecord> records) => new()
    {
        Records =
            [.. stored.Records.Concat(records.Except(stored.Records)).TakeLast(ITrustStore.RecordsPerDomain)],
    };

    private CachedNote<JudgementsNote> JudgementsOf(string domain)
    {
        if (!_judgements.TryGetValue(domain, out var note))
        {
            _judgements[domain] = note = new CachedNote<JudgementsNote>(notes, $"trust/judgements/{domain}");
        }

        return note;
    }

    [LoggerMessage(
        6022, LogLevel.Warning, "Judgements could not be stored yet; they are kept for the next time: {Reason}")]
    private partial void LogPostponed(string reason);
}
