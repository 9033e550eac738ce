package dev.codecsmith.service.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how a process listens.
 *
 * @param host an address or name of this machine
 * @param port 0 for any that is free
 * @param token what callers must show; may be empty on a loopback address only
 * @param tls how it is encrypted; empty for not at all
 */
public record HttpSettings(String host, int port, Optional<String> token, Optional<Tls> tls) {

  /**
   * A certificate with its key.
   *
   * @param keystore a PKCS#12 file
   * @param password of the file
   */
  public record Tls(Path keystore, String password) {
    @Override
    public String toString() {
      return "Tls[" + keystore + "]";
    }
  }

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port + ".");
    }
    if (token.isEmpty() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "Without a token only this machine may be listened to: give --token-file, or --host"
              + " 127.0.0.1 in place of "
              + host
              + ".");
    }
    if (token.filter(text -> text.length() < 16).isPresent()) {
      throw new IllegalArgumentException("A token must have at least 16 characters.");
    }
  }

  /** Whether only this machine is listened to. */
  public boolean isOfThisMachine() {
    return isLoopback(host);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("There is no address of the name " + host + ".", e);
    }
  }

  @Override
  public String toString() {
    return "HttpSettings[" + host + ":" + port + "]";
  }
}
