using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Gateway.Routes.Models;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;

namespace Tollama.Gateway.Routes.Cluster;

/// <summary>How the cluster looks on the wire. Sizes are bytes, unknown ones null.</summary>
internal static class ClusterDocuments
{
    /// <summary>The answer of <c>GET /v1/cluster</c>.</summary>
    public static JsonObject Cluster(IEnumerable<SiloReport> silos) => new()
    {
        ["silos"] = new JsonArray([.. silos.Select(Silo)]),
    };

    /// <summary>The answer of <c>GET /v1/placements</c>.</summary>
    public static JsonObject Placements(IEnumerable<PlacementRecord> placements, IEnumerable<SiloReport> silos) => new()
    {
        ["placements"] = new JsonArray([.. placements.Select(Placement)]),
        ["evictions"] = new JsonArray([.. silos
            .SelectMany(silo => silo.Devices)
            .SelectMany(device => device.Evictions)
            .OrderBy(eviction => eviction.At)
            .Select(Eviction)]),
        ["paces"] = new JsonArray([.. silos.SelectMany(PacesOf)]),
    };

    /// <summary>The name of a state on the wire.</summary>
    public static string Name(Enum state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>The accounts of a device by name, in the order of the ledger.</summary>
    public static IEnumerable<(string Name, long? Bytes)> Accounts(DeviceAccounts accounts) =>
    [
        ("total", accounts.Total),
        ("overhead", accounts.Overhead),
        ("reserved", accounts.Reserved),
        ("committed", accounts.Committed),
        ("unloading", accounts.Unloading),
        ("quarantined", accounts.Quarantined),
        ("foreign", accounts.Foreign),
        ("headroom", accounts.Headroom),
        ("workspace", accounts.Workspace),
        ("staging", accounts.Staging),
        ("free", accounts.Total is null ? null : accounts.Free),
    ];

    private static JsonObject Silo(SiloReport silo) => new()
    {
        ["name"] = silo.Member.Name,
        ["incarnation"] = silo.Member.Incarnation,
        ["state"] = Name(silo.Member.State),
        ["role"] = silo.Member.Role,
        ["address"] = silo.Member.Address,
        ["answering"] = silo.IsAnswering,
        ["devices"] = new JsonArray([.. silo.Devices.Select(Device)]),
    };

    private static JsonObject Device(DeviceReport device)
    {
        var ledger = new JsonObject();
        foreach (var (name, bytes) in Accounts(device.Accounts))
        {
            ledger[name] = bytes;
        }

        return new JsonObject
        {
            ["id"] = device.Id,
            ["kind"] = device.Kind,
            ["name"] = device.Name,
            ["degraded"] = device.IsDegraded,
            ["foreign_pressure"] = device.IsUnderPressure,
            ["load_share"] = Math.Round(device.Churn, 4),
            ["thrashing"] = device.Thrashing is { } thrashing
                ? new JsonObject
                {
                    ["since"] = ModelDocuments.Time(thrashing.Since),
                    ["working_set"] = new JsonArray([.. thrashing.WorkingSet.Select(model => JsonValue.Create(model))]),
                    ["missing"] = thrashing.MissingBytes,
                }
                : null,
            ["ledger"] = ledger,
            ["replicas"] = new JsonArray([.. device.Replicas.Select(Replica)]),
        };
    }

    private static JsonObject Replica(ReplicaSummary replica) => new()
    {
        ["model"] = replica.Model,
        ["family"] = replica.Family,
        ["state"] = Name(replica.State),
        ["generation"] = replica.Generation,
        ["size_bytes"] = replica.SizeBytes,
        ["queue"] = replica.Queue,
        ["pinned"] = replica.IsPinned,
        ["starts_in_ms"] = Math.Round(replica.StartsIn.TotalMilliseconds, 3),
        ["pace"] = replica.Pace is { } pace ? Pace(pace) : null,
        ["expires_at"] = ModelDocuments.Time(replica.ExpiresAt),
        ["last_used_at"] = ModelDocuments.Time(replica.LastUsed),
    };

    /// <summary>What the forecasts of a silo's copies take, of those of which it is known.</summary>
    private static IEnumerable<JsonObject> PacesOf(SiloReport silo) =>
        from device in silo.Devices
        from replica in device.Replicas
        where replica.Pace is not null
        select new JsonObject
        {
            ["model"] = replica.Model,
            ["device"] = $"{silo.Member.Name}/{device.Id}",
            ["pace"] = Pace(replica.Pace!), // those without are left out
        };

    private static JsonObject Pace(PaceReport pace) => new()
    {
        ["calls"] = pace.Calls,
        ["call_ms"] = Milliseconds(pace.Call),
        ["series_ms"] = Milliseconds(pace.Series),
        ["observation_ms"] = Milliseconds(pace.Observation),
        ["step_ms"] = Milliseconds(pace.Step),
        ["draw_ms"] = Milliseconds(pace.Draw),
    };

    private static double Milliseconds(double seconds) => Math.Round(seconds * 1000, 6);

    private static JsonObject Placement(PlacementRecord record) => new()
    {
        ["at"] = ModelDocuments.Time(record.At),
        ["model"] = record.Request.Model,
        ["bytes"] = record.Request.Bytes,
        ["pin"] = record.Request.Pin is { } pin ? PinDocuments.Constraint(pin) : null,
        ["outcome"] = Name(record.Decision.Outcome),
        ["device"] = record.Decision.Device,
        ["candidates"] = new JsonArray([.. record.Decision.Reasons.Zip(record.Devices, Candidate)]),
    };

    private static JsonObject Candidate(PlacementReason reason, DeviceView device) => new()
    {
        ["device"] = reason.Device,
        ["verdict"] = reason.Verdict,
        ["free"] = device.FreeBytes == long.MaxValue ? null : device.FreeBytes,
        ["ceiling"] = device.CeilingBytes == long.MaxValue ? null : device.CeilingBytes,
        ["completion_ms"] = reason.CompletionMs,
        ["harm_ms"] = reason.HarmMs,
        ["victims"] = new JsonArray([.. (reason.Victims ?? []).Select(victim => JsonValue.Create(victim))]),
    };

    private static JsonObject Eviction(EvictionRecord record) => new()
    {
        ["at"] = ModelDocuments.Time(record.At),
        ["device"] = record.Device,
        ["for_model"] = record.ForModel,
        ["deficit"] = record.DeficitBytes,
        ["victims"] = new JsonArray([.. record.Victims.Select(victim => JsonValue.Create(victim))]),
        ["cost"] = record.Cost,
        ["alternatives"] = new JsonArray([.. record.Alternatives.Select(other => JsonValue.Create(other))]),
    };
}
