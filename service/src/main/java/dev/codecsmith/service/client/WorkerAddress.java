package dev.codecsmith.service.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Addresses of workers, and of orchestrators. */
public final class WorkerAddress {
  private static final int LAST_PORT = 65_535;

  private WorkerAddress() {}

  /**
   * An address as a person writes it.
   *
   * @param option that it was given with, such as {@code --worker}
   * @throws IllegalArgumentException with a sentence if no request can be sent there
   */
  public static URI parse(String option, String text) {
    try {
      URI address = new URI(text.strip());
      if (isOfAServer(address)) {
        return address;
      }
    } catch (URISyntaxException _) {
      // It is refused as others are.
    }
    throw new IllegalArgumentException(
        option + " takes an address such as http://127.0.0.1:8080, found '" + text + "'.");
  }

  /**
   * Refuses what no request can be sent to.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(URI address) {
    if (!isOfAServer(address)) {
      throw new IllegalArgumentException(
          "An address is like http://127.0.0.1:8080, not " + address + ".");
    }
  }

  /** A path may be part of it, as before a server that passes requests on. */
  private static boolean isOfAServer(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https"))
        && address.getHost() != null
        && address.getPort() != 0
        && address.getPort() <= LAST_PORT
        && address.getRawUserInfo() == null
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
  }
}
