package dev.codecsmith.evolve.models;

import dev.codecsmith.evolve.models.ModelException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A secret that opens a server. Its {@link #toString()} tells where it came from, never what it is.
 */
public final class ApiKey {
  private final String secret;
  private final String source;

  private ApiKey(String secret, String source) {
    this.secret = secret;
    this.source = source;
  }

  /**
   * Looks for a key: in the file when one is named, else in the environment.
   *
   * @param environment normally {@link System#getenv()}
   * @param variable such as {@code ANTHROPIC_API_KEY}
   * @param file a file that holds the key and nothing else
   * @throws ModelException when the file is named and holds no key
   */
  public static Optional<ApiKey> find(
      Map<String, String> environment, String variable, Optional<Path> file) throws ModelException {
    if (file.isPresent()) {
      return Optional.of(read(file.get()));
    }
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .map(secret -> new ApiKey(secret, variable));
  }

  /**
   * The same for a server that lets nobody in without one.
   *
   * @throws ModelException when there is none, naming where it was looked for
   */
  public static ApiKey require(
      Map<String, String> environment, String variable, Optional<Path> file) throws ModelException {
    return find(environment, variable, file)
        .orElseThrow(() ->
            new ModelException(
                Kind.AUTHENTICATION,
                "There is no API key: set the environment variable %s, or name a file that holds the key."
                    .formatted(variable)));
  }

  private static ApiKey read(Path file) throws ModelException {
    String secret;
    try {
      secret = Files.readString(file).strip();
    } catch (IOException e) {
      throw new ModelException(
          Kind.AUTHENTICATION, "The key file %s cannot be read.".formatted(file), e);
    }
    if (secret.isEmpty() || secret.lines().count() > 1) {
      throw new ModelException(
          Kind.AUTHENTICATION,
          "The key file %s must hold the key on one line and nothing else.".formatted(file));
    }
    return new ApiKey(secret, file.toString());
  }

  String secret() {
    return secret;
  }

  /** The variable or file it came from. */
  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return "ApiKey[from " + source + "]";
  }
}
