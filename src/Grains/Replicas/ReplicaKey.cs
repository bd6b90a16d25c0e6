namespace Tollama.Grains.Replicas;

/// <summary>Key of a copy: <c>model@silo/device</c>; model names may hold <c>@</c>, silos and devices do not.</summary>
internal static class ReplicaKey
{
    public static string Format(string model, string device) => $"{model}@{device}";

    public static (string Model, string Device) Parse(string key)
    {
        int at = key.LastIndexOf('@');
        return (key[..at], key[(at + 1)..]);
    }
}
