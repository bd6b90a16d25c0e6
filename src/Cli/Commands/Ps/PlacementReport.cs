using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Ps;

/// <summary>Why models are where they are: each device that was considered, and what was found about it.</summary>
internal static class PlacementReport
{
    /// <summary>Prints the newest placement of each model, and the evictions.</summary>
    public static void Print(JsonElement reply, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            terminal.PrintJson(reply);
            return;
        }

        var newest = reply
            .Items("placements")
            .GroupBy(placement => placement.Text("model"))
            .Select(group => group.Last())
            .ToList();
        if (newest.Count == 0)
        {
            terminal.Print("Nothing has been placed.");
        }

        foreach (var placement in newest)
        {
            terminal.Print(
                $"{placement.Text("model")} ({ByteSize.Format(placement.Integer("bytes"))}) at {placement.Text("at")}: "
                    + (placement.Text("device") ?? placement.Text("outcome")));
            var table = new Table(
                "  DEVICE",
                "VERDICT",
                new TableColumn("FREE", true),
                new TableColumn("ANSWERS IN", true),
                "MUST GO");
            foreach (var candidate in placement.Items("candidates"))
            {
                table.Add(
                    $"  {candidate.Text("device")}",
                    candidate.Text("verdict"),
                    ByteSize.Format(candidate.Integer("free")),
                    candidate.Number("completion_ms") is { } wait
                        ? string.Create(CultureInfo.InvariantCulture, $"{wait:0} ms")
                        : null,
                    Names(candidate, "victims"));
            }

            table.WriteTo(terminal);
        }

        foreach (var copy in reply.Items("paces"))
        {
            terminal.Print($"{copy.Text("model")} on {copy.Text("device")} takes {Pace(copy.Member("pace"))}");
        }

        foreach (var eviction in reply.Items("evictions"))
        {
            terminal.Print(
                $"{eviction.Text("at")} {eviction.Text("device")}: {Names(eviction, "victims")} had to go for "
                    + $"{eviction.Text("for_model")} "
                + $"({ByteSize.Format(eviction.Integer("deficit"))} were missing)");
        }
    }

    /// <summary>What forecasts take, in words: what a call takes, and what adds to it.</summary>
    private static string Pace(JsonElement? pace)
    {
        string[] parts = ["call", "series", "observation", "step", "draw"];
        var known = parts
            .Select(part => (Of: part, Milliseconds: pace?.Number($"{part}_ms") ?? 0))
            .Where(part => part.Milliseconds > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Milliseconds:0.####} ms a {part.Of}"));
        return $"{string.Join(" + ", known)} ({pace?.Integer("calls")} calls measured)";
    }

    private static string Names(JsonElement value, string name) =>
        string.Join(", ", value.Items(name).Select(item => item.GetString()));
}
