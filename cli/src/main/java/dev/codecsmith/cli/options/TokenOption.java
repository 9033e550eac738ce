package dev.codecsmith.cli.options;

import dev.codecsmith.cli.output.SecretsMask;
import dev.codecsmith.cli.output.Sentences;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
    return read("--token-file", Optional.ofNullable(file), VARIABLE);
  }

  /**
   * What a file holds, or else a variable of the environment.
   *
   * @param option that names the file
   * @throws IOException with a sentence if the file cannot be read
   */
  public static Optional<String> read(String option, Optional<Path> file, String variable)
      throws IOException {
    Optional<String> token =
        file.isPresent()
            ? Optional.of(text(option, file.get()))
            : Optional.ofNullable(System.getenv(variable))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    token.ifPresent(SecretsMask::know);
    return token;
  }

  private static String text(String option, Path file) throws IOException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new IOException("It is empty.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw unreadable(option, file, "It is no text in UTF-8.", e);
    } catch (IOException e) {
      throw unreadable(option, file, Sentences.of(e), e);
    }
  }

  private static IOException unreadable(
      String option, Path file, String reason, IOException cause) {
    return new IOException(
        "The file " + file + " of " + option + " cannot be read: " + reason, cause);
  }
}
