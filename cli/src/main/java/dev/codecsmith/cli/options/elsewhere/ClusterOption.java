package dev.codecsmith.cli.options.elsewhere;

import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.server.ServerAddress.Identity;
import dev.codecsmith.cluster.server.ServerAddress.Tls;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --cluster} and what belongs to it: the Temporal server of a fleet. */
public final class ClusterOption {
  private static final String KEY_VARIABLE = "CODECSMITH_CLUSTER_API_KEY";
  private static final Pattern FLEET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description = {
        "A Temporal server, through which campaigns and a fleet of workers share out the work:"
            + " workers take it from there, campaigns leave it there. Both name the same --store.",
        "Default: none"
      })
  private @Nullable String server;

  @Option(
      names = "--cluster-namespace",
      paramLabel = "NAME",
      description = "The namespace there. Default: default")
  private @Nullable String namespace;

  @Option(
      names = "--cluster-fleet",
      paramLabel = "NAME",
      description =
          "Which fleet, where a server has several: workers and campaigns of one name belong"
              + " together. Default: codecsmith")
  private @Nullable String fleet;

  @Option(
      names = "--cluster-tls",
      description =
          "Talk to the server by TLS; so do the next four. Its certificate must be one that this"
              + " machine trusts, or --cluster-ca")
  private boolean tls;

  @Option(
      names = "--cluster-ca",
      paramLabel = "FILE",
      description =
          "PEM certificates of the authorities that the server's certificate is checked against.")
  private @Nullable Path authorities;

  @Option(
      names = "--cluster-cert",
      paramLabel = "FILE",
      description = "The certificate (PEM) that is shown to the server.")
  private @Nullable Path certificate;

  @Option(
      names = "--cluster-key",
      paramLabel = "FILE",
      description = "Its key (PEM, PKCS#8 without a password).")
  private @Nullable Path key;

  @Option(
      names = "--cluster-api-key-file",
      paramLabel = "FILE",
      description =
          "A file with an API key that is shown to the server, as Temporal Cloud wants. Default: the"
              + " environment variable "
              + KEY_VARIABLE
              + ", or none")
  private @Nullable Path apiKey;

  /**
   * What was given; empty where no cluster was.
   *
   * @throws IllegalArgumentException with a sentence if it does not go together
   * @throws IOException with a sentence if the file of the API key cannot be read
   */
  public Optional<Elsewhere.Cluster> cluster() throws IOException {
    if (server == null) {
      if (namespace != null
          || fleet != null
          || tls
          || authorities != null
          || certificate != null
          || key != null
          || apiKey != null) {
        throw new IllegalArgumentException(
            "What begins with --cluster- says how a Temporal server is reached: name it with"
                + " --cluster HOST:PORT.");
      }
      return Optional.empty();
    }
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--cluster-cert and --cluster-key go together.");
    }
    if (fleet != null && !FLEET.matcher(fleet).matches()) {
      throw new IllegalArgumentException(
          "--cluster-fleet takes letters, digits, '.', '_' and '-', found '" + fleet + "'.");
    }
    Optional<String> shown =
        TokenOption.read("--cluster-api-key-file", Optional.ofNullable(apiKey), KEY_VARIABLE);
    return Optional.of(
        new Elsewhere.Cluster(
            new ServerAddress(
                server,
                Optional.ofNullable(namespace).orElse("default"),
                tls(shown.isPresent()),
                shown),
            Optional.ofNullable(fleet).orElse(TaskQueues.STANDARD.name()),
            Pace.STANDARD.silence()));
  }

  private Optional<Tls> tls(boolean forAKey) {
    if (!tls && !forAKey && authorities == null && certificate == null) {
      return Optional.empty();
    }
    Optional<Identity> identity =
        certificate == null || key == null
            ? Optional.empty()
            : Optional.of(new Identity(certificate, key));
    return Optional.of(new Tls(Optional.ofNullable(authorities), identity));
  }
}
