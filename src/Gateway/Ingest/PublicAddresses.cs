using System.Net;
using System.Net.Sockets;

namespace Tollama.Gateway.Ingest;

/// <summary>
/// Which addresses belong to the public Internet (IANA special-purpose registries, RFC 6890 and its successors).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20",
    }.Select(network => IPNetwork.Parse(network))];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>
    /// Whether an address is one of the public Internet; an address that wraps an IPv4 address is what that one is.
    /// </summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return !Special.Any(network => network.Contains(address));
        }

        byte[] bytes = address.GetAddressBytes();
        if (Translated.Contains(address))
        {
            return Contains(new IPAddress(bytes.AsSpan(12, 4)));
        }

        if (SixToFour.Contains(address))
        {
            return Contains(new IPAddress(bytes.AsSpan(2, 4)));
        }

        return GlobalUnicast.Contains(address) && !Special.Any(network => network.Contains(address));
    }
}
