package dev.codecsmith.cluster.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a Temporal server is and how it is reached.
 *
 * @param target host and port, such as {@code localhost:7233}
 * @param namespace that the fleet's work is in
 * @param tls empty for a connection that anybody can read
 * @param apiKey shown with each call; empty for none
 */
public record ServerAddress(
    String target, String namespace, Optional<Tls> tls, Optional<String> apiKey) {
  private static final Pattern TARGET = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/@]+):\\d{1,5}");

  /**
   * @throws IllegalArgumentException with a sentence if it is no address
   */
  public ServerAddress {
    if (!TARGET.matcher(target).matches()) {
      throw new IllegalArgumentException(
          "'"
              + target
              + "' is no address of a Temporal server: it is written HOST:PORT, such as"
              + " localhost:7233.");
    }
    if (apiKey.isPresent() && tls.isEmpty()) {
      throw new IllegalArgumentException("An API key is shown over TLS only.");
    }
  }

  /** One in the namespace of that name, without TLS. */
  public static ServerAddress plain(String target, String namespace) {
    return new ServerAddress(target, namespace, Optional.empty(), Optional.empty());
  }

  /**
   * How the server and this process know one another; all files are PEM.
   *
   * @param authorities certificates of who may vouch for the server; empty for those that this
   *     machine trusts
   * @param identity what this process shows; empty for nothing
   */
  public record Tls(Optional<Path> authorities, Optional<Identity> identity) {}

  /**
   * A certificate and its key.
   *
   * @param certificate with the chain that leads to it
   * @param key of PKCS#8, without a password
   */
  public record Identity(Path certificate, Path key) {}

  /** As reports and events name it; no secret is in it. */
  @Override
  public String toString() {
    return "temporal://" + target + "/" + namespace;
  }
}
