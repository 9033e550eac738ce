package dev.codecsmith.cluster;

import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.ServerAddress.Identity;
import dev.codecsmith.cluster.server.ServerAddress.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that variables of the environment name: {@value #VARIABLE} its host and port, and others
 * how it is reached, as the options of the command do that begin with {@code --cluster-}.
 *
 * @param variables of the environment
 */
public record NamedServer(Map<String, String> variables) {
  /** Names a server, such as {@code localhost:7233}. */
  public static final String VARIABLE = "CODECSMITH_TEST_TEMPORAL";

  static final String NAMESPACE = VARIABLE + "_NAMESPACE";

  /** With any value: by TLS, and by what this machine trusts. */
  static final String TLS = VARIABLE + "_TLS";

  static final String AUTHORITIES = VARIABLE + "_CA";
  static final String CERTIFICATE = VARIABLE + "_CERT";
  static final String KEY = VARIABLE + "_KEY";
  static final String API_KEY_FILE = VARIABLE + "_API_KEY_FILE";

  public NamedServer {
    variables = Map.copyOf(variables);
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(variables.get(variable)).filter(value -> !value.isEmpty());
  }

  private Optional<Path> file(String variable) {
    return value(variable).map(Path::of);
  }

  /** Its host and port; empty where none is named, and what the others say then counts for none. */
  Optional<String> target() {
    return value(VARIABLE);
  }

  /**
   * How a server is reached.
   *
   * @param target its host and port
   */
  public ServerAddress address(String target) throws IOException {
    if (target().isEmpty()) {
      return ServerAddress.plain(target, "default");
    }
    Optional<Tls> tls =
        isByTls()
            ? Optional.of(
                new Tls(
                    file(AUTHORITIES),
                    file(CERTIFICATE).map(certificate -> new Identity(certificate, identityKey()))))
            : Optional.empty();
    Optional<Path> apiKey = file(API_KEY_FILE);
    return new ServerAddress(
        target,
        value(NAMESPACE).orElse("default"),
        tls,
        apiKey.isPresent()
            ? Optional.of(Files.readString(apiKey.get()).strip())
            : Optional.empty());
  }

  private Path identityKey() {
    return file(KEY)
        .orElseThrow(
            () -> new IllegalArgumentException(CERTIFICATE + " needs the key in " + KEY + "."));
  }

  private boolean isByTls() {
    return List.of(TLS, AUTHORITIES, CERTIFICATE, API_KEY_FILE).stream()
        .anyMatch(variable -> value(variable).isPresent());
  }

  /** The options by which the command reaches a server likewise. */
  public List<String> options(String target) {
    List<String> words = new ArrayList<>(List.of("--cluster", target));
    if (target().isEmpty()) {
      return words;
    }
    value(TLS).ifPresent(_ -> words.add("--cluster-tls"));
    Map.of(
            NAMESPACE, "--cluster-namespace",
            AUTHORITIES, "--cluster-ca",
            CERTIFICATE, "--cluster-cert",
            KEY, "--cluster-key",
            API_KEY_FILE, "--cluster-api-key-file")
        .forEach((variable, option) ->
            value(variable).ifPresent(value -> words.addAll(List.of(option, value))));
    return words;
  }
}
