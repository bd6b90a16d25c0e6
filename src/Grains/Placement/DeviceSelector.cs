using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Grains.Cluster;

namespace Tollama.Grains.Placement;

/// <summary>
/// A name for one or several devices of the cluster: <c>[silo/]device</c>. The silo is a name or <c>*</c> (which it is
/// when left out); the device is one (<c>cuda:0</c>), a kind (<c>cuda</c>), or <c>*</c>.
/// </summary>
public static class DeviceSelector
{
    private const string Any = "*";

    private static readonly string[] Kinds = ["cpu", "cuda", "webgpu", "sim"];

    /// <summary>The same text, if it names devices.</summary>
    /// <exception cref="TollamaException">InvalidRequest: it does not; says what would.</exception>
    public static string Checked(string selector)
    {
        var (silo, device) = Split(selector);
        string[] parts = device.Split(':');
        bool isDevice = device == Any
            || (Kinds.Contains(parts[0], StringComparer.Ordinal)
                && (parts.Length == 1 || (parts.Length == 2 && IsNumber(parts[1]))));
        return silo.Length > 0 && isDevice
            ? selector
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"'{selector}' names no device; write [SILO/]DEVICE, for example cuda:0, cuda, one/cpu or one/*.");
    }

    /// <summary>Whether a device is meant.</summary>
    /// <param name="selector">The name.</param>
    /// <param name="device"><c>silo/device</c>.</param>
    internal static bool Matches(string selector, string device)
    {
        var (silo, kind) = Split(selector);
        var (ofSilo, id) = DeviceKey.Parse(device);
        return (silo == Any || silo == ofSilo)
            && (kind == Any || kind == id || id.StartsWith(kind + ":", StringComparison.Ordinal));
    }

    private static (string Silo, string Device) Split(string selector)
    {
        int slash = selector.LastIndexOf('/');
        return slash < 0 ? (Any, selector) : (selector[..slash], selector[(slash + 1)..]);
    }

    private static bool IsNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
