using System.Text;
using Tollama.Gateway.Routes.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Telemetry;

/// <summary>
/// What <c>GET /metrics</c> tells of silos and devices: made anew for each answer, so that nothing gone is told.
/// </summary>
internal static class ClusterMetrics
{
    /// <summary>The Prometheus text: every account of every ledger, every state of members and copies.</summary>
    public static string Render(IReadOnlyList<SiloReport> silos)
    {
        var members = new Gauge("tollama_cluster_members", "Processes of the cluster by role and state.", "role", "state");
        var memory = new Gauge("tollama_device_memory_bytes", "Memory ledger of a device by account.", "silo", "device", "account");
        var copies = new Gauge("tollama_device_replicas", "Copies on a device by state.", "silo", "device", "state");
        var queue = new Gauge("tollama_device_queue", "Forecasts in the copies of a device.", "silo", "device");
        var loading = new Gauge("tollama_device_load_share", "Share of the last minutes that went into loading.", "silo", "device");
        var degraded = new Gauge("tollama_device_degraded", "Whether a device takes nothing new because it is stuck.", "silo", "device");
        var pressure = new Gauge(
            "tollama_device_foreign_pressure", "Whether other programs took much of a device's memory just now.", "silo", "device");
        var call = new Gauge(
            "tollama_replica_call_seconds",
            "Time of a copy's engine call besides what is in it.",
            "silo",
            "device",
            "model");
        var series = new Gauge(
            "tollama_replica_series_seconds", "Time of each series in a copy's engine call.", "silo", "device", "model");
        var thrashing = new Gauge(
            "tollama_device_thrashing", "Whether a device has done little but load for a while.", "silo", "device");
        foreach (var group in silos.GroupBy(silo => (silo.Member.Role, silo.Member.State)))
        {
            members.Set(group.Count(), group.Key.Role, ClusterDocuments.Name(group.Key.State));
        }

        var devices = silos.SelectMany(silo => silo.Devices.Select(device => (silo.Member.Name, device)));
        foreach (var (silo, device) in devices)
        {
            foreach (var (account, bytes) in ClusterDocuments.Accounts(device.Accounts))
            {
                if (bytes is { } known)
                {
                    memory.Set(known, silo, device.Id, account);
                }
            }

            foreach (var state in Enum.GetValues<ReplicaState>())
            {
                int count = device.Replicas.Count(replica => replica.State == state);
                copies.Set(count, silo, device.Id, ClusterDocuments.Name(state));
            }

            queue.Set(device.Replicas.Sum(replica => replica.Queue), silo, device.Id);
            loading.Set(device.Churn, silo, device.Id);
            degraded.Set(device.IsDegraded ? 1 : 0, silo, device.Id);
            thrashing.Set(device.Thrashing is null ? 0 : 1, silo, device.Id);
            pressure.Set(device.IsUnderPressure ? 1 : 0, silo, device.Id);
            SetPaces(call, series, silo, device);
        }

        var text = new StringBuilder(4096);
        Gauge[] all = [members, memory, copies, queue, loading, degraded, thrashing, pressure, call, series];
        foreach (var gauge in all)
        {
            gauge.Write(text);
        }

        return text.ToString();
    }

    /// <summary>What the engine calls of a device's copies take, of those of which it is known.</summary>
    private static void SetPaces(Gauge call, Gauge series, string silo, DeviceReport device)
    {
        foreach (var replica in device.Replicas)
        {
            if (replica.Pace is { } pace)
            {
                call.Set(pace.Call, silo, device.Id, replica.Model);
                series.Set(pace.Series, silo, device.Id, replica.Model);
            }
        }
    }
}
