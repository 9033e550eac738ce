package dev.codecsmith.service.client;

import java.net.URI;

/** Addresses of workers, and of orchestrators. */
public final class WorkerAddress {
  private WorkerAddress() {}

  /**
   * Refuses what no request can be sent to.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void check(URI address) {
    if (address.getHost() == null
        || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
      throw new IllegalArgumentException(
          "An address is like http://127.0.0.1:8080, not " + address + ".");
    }
  }
}
