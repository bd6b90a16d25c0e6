using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Pin;

/// <summary>Pins for people: one line each.</summary>
internal static class PinReport
{
    /// <summary>Prints one pin, or all.</summary>
    public static void Print(JsonElement reply, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.PrintJson(reply);
            return;
        }

        var pins = reply.Member("pins") is null ? [reply] : reply.Items("pins").ToList();
        if (pins.Count == 0)
        {
            terminal.Print("No models are pinned.");
            return;
        }

        var table = new Table("MODEL", "STAYS", "ONLY ON", "RATHER ON", "NEVER ON", "WHERE");
        foreach (var pin in pins)
        {
            table.Add(
                pin.Text("model"),
                pin.Flag("keep") == true ? "yes" : "no",
                pin.Text("mode") == "pin" ? Names(pin, "devices") : null,
                pin.Text("mode") == "prefer" ? Names(pin, "devices") : null,
                Names(pin, "avoid"),
                Where(pin));
        }

        table.WriteTo(terminal);
    }

    private static string? Names(JsonElement pin, string list)
    {
        string text = string.Join(", ", pin.Items(list).Select(item => item.GetString()));
        return text.Length > 0 ? text : null;
    }

    private static string? Where(JsonElement pin)
    {
        string text = string.Join(", ", pin.Items("copies").Select(copy =>
            $"{copy.Text("silo")}/{copy.Text("device")} ({copy.Text("state")})"));
        return text.Length > 0 ? text : null;
    }
}
