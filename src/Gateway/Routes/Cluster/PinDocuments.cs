using System.Text.Json.Nodes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Cluster;

/// <summary>How pins look on the wire.</summary>
internal static class PinDocuments
{
    /// <summary>A pin, with the copies that there are.</summary>
    public static JsonObject Pin(PinnedModel pinned, IReadOnlyList<SiloReport> silos)
    {
        var document = Constraint(pinned.Pin);
        document.Insert(0, "model", pinned.Model);
        document["copies"] = new JsonArray([.. from silo in silos
                                               from device in silo.Devices
                                               from replica in device.Replicas
                                               where replica.Model == pinned.Model
                                               select Copy(silo.Member.Name, device.Id, replica)]);
        return document;
    }

    /// <summary>What a pin says.</summary>
    public static JsonObject Constraint(ModelPin pin) => new()
    {
        ["mode"] = ClusterDocuments.Name(pin.Mode),
        ["devices"] = Texts(pin.Devices),
        ["avoid"] = Texts(pin.Avoid),
        ["keep"] = pin.Keep,
    };

    private static JsonObject Copy(string silo, string device, ReplicaSummary replica) => new()
    {
        ["silo"] = silo,
        ["device"] = device,
        ["state"] = ClusterDocuments.Name(replica.State),
        ["pinned"] = replica.IsPinned,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
