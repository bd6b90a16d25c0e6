using System.Text.Json;
using Tollama.Cli.Output;
using Tollama.Client.Transport;

namespace Tollama.Cli.Commands.Dashboard;

/// <summary>What the terminal dashboard shows at one moment.</summary>
/// <param name="Address">The daemon.</param>
/// <param name="Version">Its version.</param>
/// <param name="Installed">Its <c>/api/tags</c>.</param>
/// <param name="Loaded">Its <c>/api/ps</c>.</param>
internal sealed record DashboardView(string Address, string Version, JsonElement Installed, JsonElement Loaded)
{
    /// <summary>Asks a daemon.</summary>
    /// <exception cref="Tollama.Client.Errors.DaemonException">It refuses or does not answer.</exception>
    public static async Task<DashboardView> ReadAsync(DaemonTransport client, CancellationToken cancellationToken)
    {
        var version = await client.GetAsync("/api/version", "read version", cancellationToken);
        return new DashboardView(
            client.Address,
            version.Text("version") ?? "unknown",
            await client.GetAsync("/api/tags", "list models", cancellationToken),
            await client.GetAsync("/api/ps", "list loaded models", cancellationToken));
    }

    /// <summary>Prints it.</summary>
    public static void Print(DashboardView view, Terminal terminal)
    {
        terminal.Print($"tollama {view.Version} at {view.Address}");
        terminal.Print(string.Empty);
        terminal.Print("Loaded");
        Rows(view.Loaded, "EXPIRES", "expires_at", terminal, "  no model is loaded");
        terminal.Print(string.Empty);
        terminal.Print("Installed");
        Rows(view.Installed, "MODIFIED", "modified_at", terminal, "  no model is installed");
    }

    private static void Rows(JsonElement reply, string title, string member, Terminal terminal, string empty)
    {
        var models = reply.Items("models").ToList();
        if (models.Count == 0)
        {
            terminal.Print(empty);
            return;
        }

        var table = new Table("NAME", "FAMILY", new TableColumn("SIZE", IsRightAligned: true), title);
        foreach (var model in models)
        {
            table.Add(
                model.Text("name") ?? model.Text("model"),
                model.Member("details") is { } details ? details.Text("family") : null,
                model.Integer("size") is { } size ? ByteSize.Format(size) : null,
                model.Text(member));
        }

        table.WriteTo(terminal);
    }
}
