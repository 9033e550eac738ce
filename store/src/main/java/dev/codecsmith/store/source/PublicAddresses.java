package dev.codecsmith.store.source;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the public network from those of this machine and its networks. */
final class PublicAddresses {
  private PublicAddresses() {}

  /** Whether it may be asked for files on behalf of who wrote a campaign's file. */
  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = Byte.toUnsignedInt(bytes[0]);
    int second = Byte.toUnsignedInt(bytes[1]);
    if (address instanceof Inet6Address) {
      // Unique local (fc00::/7); 64:ff9b::/96, 2002::/16 and ::/96 lead to IPv4 addresses.
      boolean translated =
          (first == 0 && second == 0x64) || (first == 0x20 && second == 0x02) || first == 0;
      return (first & 0xFE) != 0xFC && !translated;
    }
    // This network, shared (RFC 6598), protocol assignments, benchmarks, reserved and broadcast.
    return first != 0
        && !(first == 100 && (second & 0xC0) == 64)
        && !(first == 192 && second == 0 && bytes[2] == 0)
        && !(first == 198 && (second & 0xFE) == 18)
        && first < 240;
  }
}
