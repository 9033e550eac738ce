package dev.codecsmith.cli.options;

import dev.codecsmith.cli.output.SecretsMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The secret that a worker and who sends it work share. It is never on the command line itself. */
public final class TokenOption {
  private static final String VARIABLE = "CODECSMITH_TOKEN";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token that workers want to be shown, at least 16 characters. Default:"
              + " the environment variable "
              + VARIABLE
              + ", or none")
  private @Nullable Path file;

  /**
   * The token; empty where there is none.
   *
   * @throws IOException with a sentence if the file cannot be read
   */
  public Optional<String> token() throws IOException {
    return read(Optional.ofNullable(file), VARIABLE);
  }

  /** What a file holds, or else a variable of the environment. */
  public static Optional<String> read(Optional<Path> file, String variable) throws IOException {
    Optional<String> token =
        file.isPresent()
            ? Optional.of(text(file.get()))
            : Optional.ofNullable(System.getenv(variable))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    token.ifPresent(SecretsMask::know);
    return token;
  }

  private static String text(Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new IOException("it is empty");
      }
      return text;
    } catch (IOException e) {
      throw new IOException(
          "The token file " + file + " cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
