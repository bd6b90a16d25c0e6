using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Cluster;

/// <summary>The cluster for people: a table of silos and devices, a table of copies.</summary>
internal static class ClusterReport
{
    private static readonly string[] UsedAccounts = ["reserved", "committed", "unloading", "quarantined"];

    /// <summary>Prints both.</summary>
    public static void Print(JsonElement reply, Terminal terminal)
    {
        var silos = new Table(
            "SILO",
            "ROLE",
            "STATE",
            "ADDRESS",
            "DEVICE",
            new TableColumn("USED", true),
            new TableColumn("FREE", true));
        var copies = new Table(
            "MODEL",
            "SILO",
            "DEVICE",
            "STATE",
            new TableColumn("GEN", true),
            new TableColumn("SIZE", true),
            new TableColumn("QUEUE", true),
            "UNTIL");
        bool hasCopies = false;
        foreach (var silo in reply.Items("silos"))
        {
            hasCopies |= AddSilo(silo, silos, copies);
        }

        silos.WriteTo(terminal);
        terminal.Print(string.Empty);
        if (hasCopies)
        {
            copies.WriteTo(terminal);
        }
        else
        {
            terminal.Print("No models are loaded.");
        }
    }

    private static bool AddSilo(JsonElement silo, Table silos, Table copies)
    {
        string state = silo.Flag("answering") == false ? $"{silo.Text("state")} (silent)" : silo.Text("state") ?? "-";
        var devices = silo.Items("devices").ToList();
        if (devices.Count == 0)
        {
            silos.Add(silo.Text("name"), silo.Text("role"), state, silo.Text("address"), null, null, null);
        }

        bool hasCopies = false;
        foreach (var device in devices)
        {
            silos.Add(
                silo.Text("name"),
                silo.Text("role"),
                state,
                silo.Text("address"),
                device.Text("id"),
                Used(device),
                Free(device));
            foreach (var copy in device.Items("replicas"))
            {
                hasCopies = true;
                copies.Add(
                    copy.Text("model"),
                    silo.Text("name"),
                    device.Text("id"),
                    copy.Text("state"),
                    Number(copy.Integer("generation")),
                    ByteSize.Format(copy.Integer("size_bytes")),
                    Number(copy.Integer("queue")),
                    copy.Flag("pinned") == true ? "pinned" : copy.Text("expires_at"));
            }
        }

        return hasCopies;
    }

    private static string Used(JsonElement device) => ByteSize.Format(
        UsedAccounts.Sum(account => device.Member("ledger")?.Integer(account)));

    private static string Free(JsonElement device) => ByteSize.Format(device.Member("ledger")?.Integer("free"));

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
