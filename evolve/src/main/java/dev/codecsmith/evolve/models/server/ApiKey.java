package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.ModelException;
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
   * @throws ModelException when the file is named and holds no key, or a key cannot be one
   */
  public static Optional<ApiKey> find(
      Map<String, String> environment, String variable, Optional<Path> file) throws ModelException {
    if (file.isPresent()) {
      return Optional.of(read(file.get()));
    }
    Optional<String> secret =
        Optional.ofNullable(environment.get(variable))
            .map(String::strip)
            .filter(text -> !text.isEmpty());
    return secret.isPresent() ? Optional.of(usable(secret.get(), variable)) : Optional.empty();
  }

  /** A key goes into a header, which takes no other characters; the key is not shown. */
  private static ApiKey usable(String secret, String source) throws ModelException {
    for (int i = 0; i < secret.length(); i++) {
      if (secret.charAt(i) <= ' ' || secret.charAt(i) > '~') {
        throw new ModelException(
            Kind.AUTHENTICATION,
            "The API key from %s has a character that no key has, U+%04X at place %d; copy the key again."
                .formatted(source, (int) secret.charAt(i), i + 1));
      }
    }
    return new ApiKey(secret, source);
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
    return usable(secret, file.toString());
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
