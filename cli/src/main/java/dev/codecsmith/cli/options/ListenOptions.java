package dev.codecsmith.cli.options;

import dev.codecsmith.cli.output.SecretsMask;
import dev.codecsmith.service.http.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how a process listens; its port and its token are other options. */
public final class ListenOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Where it listens; any other than a loopback address needs a token. Default: 127.0.0.1")
  private String host = "127.0.0.1";

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "A PKCS#12 file with certificate and key, for https. Default: http")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "A file with the keystore's password.")
  private @Nullable Path password;

  /**
   * All that the process listens with.
   *
   * @param token what callers must show
   * @throws IllegalArgumentException with a sentence if it does not go together
   * @throws IOException with a sentence if a file cannot be read, or the host's name leads nowhere,
   *     as it may while a machine starts
   */
  public HttpSettings settings(int port, Optional<String> token) throws IOException {
    try {
      InetAddress _ = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException(
          "There is no address of the name %s, which --host (CODECSMITH_HOST) gives."
              .formatted(host),
          e);
    }
    return new HttpSettings(host, port, token, tls());
  }

  /** Such as {@code https://127.0.0.1:8080}. */
  public String address(int port) {
    return (keystore == null ? "http" : "https") + "://" + host + ":" + port;
  }

  private Optional<HttpSettings.Tls> tls() throws IOException {
    if (keystore == null) {
      return Optional.empty();
    }
    if (password == null) {
      throw new IllegalArgumentException("--tls-keystore needs --tls-password-file.");
    }
    String secret = Files.readString(password, StandardCharsets.UTF_8).strip();
    SecretsMask.know(secret);
    return Optional.of(new HttpSettings.Tls(keystore, secret));
  }
}
