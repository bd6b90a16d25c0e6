namespace Tollama.Grains.Cluster;

/// <summary>Name of a device in the whole cluster: <c>silo/device</c>.</summary>
internal static class DeviceKey
{
    public static string Format(string silo, string device) => $"{silo}/{device}";

    public static (string Silo, string Device) Parse(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }
}
