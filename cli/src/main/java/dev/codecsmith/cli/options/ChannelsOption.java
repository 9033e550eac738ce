package dev.codecsmith.cli.options;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.channels.AlertChannels;
import dev.codecsmith.service.alerts.channels.SmtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --alert}: who is told, beside the log. Addresses may be secrets, so all can be hidden. */
public final class ChannelsOption {
  private static final String CHANNELS = "CODECSMITH_ALERTS";
  private static final String SMTP = "CODECSMITH_SMTP";
  private static final String SMTP_PASSWORD = "CODECSMITH_SMTP_PASSWORD";

  @Option(
      names = "--alert",
      paramLabel = "CHANNEL",
      description =
          "Whom to tell of incidents and their ends, beside the log: "
              + AlertChannels.FORM
              + "; repeatable. Default: the environment variable "
              + CHANNELS
              + ", with spaces between, or nobody. See docs/alerts.md")
  private List<String> channels = List.of();

  @Option(
      names = "--smtp",
      paramLabel = "URL",
      description =
          "The server that takes mail: smtps://USER@HOST:PORT, or smtp://… for STARTTLS. Default:"
              + " the environment variable "
              + SMTP)
  private @Nullable String smtp;

  @Option(
      names = "--smtp-password-file",
      paramLabel = "FILE",
      description =
          "A file with the password of its user. Default: the environment variable "
              + SMTP_PASSWORD)
  private @Nullable Path passwordFile;

  @Option(
      names = "--smtp-from",
      paramLabel = "ADDRESS",
      description =
          "The sender of mail. Default: the user, or where that is no address the receiver")
  private @Nullable String from;

  /**
   * The channels; none where nobody is to be told.
   *
   * @throws IllegalArgumentException with a sentence if one is written wrongly
   * @throws IOException with a sentence if the password's file cannot be read
   */
  public List<AlertChannel> channels() throws IOException {
    Optional<SmtpServer> server =
        given(smtp, SMTP).isPresent()
            ? Optional.of(SmtpServer.parse(given(smtp, SMTP).get(), password()))
            : Optional.empty();
    AlertChannels all = new AlertChannels(server, Optional.ofNullable(from));
    List<String> written =
        channels.isEmpty()
            ? given(null, CHANNELS).map(text -> List.of(text.split("\\s+"))).orElse(List.of())
            : channels;
    return written.stream().map(all::of).toList();
  }

  private static Optional<String> given(@Nullable String option, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> password() throws IOException {
    if (passwordFile == null) {
      return Optional.ofNullable(System.getenv(SMTP_PASSWORD));
    }
    try {
      return Optional.of(Files.readString(passwordFile, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new IOException(
          "The password file " + passwordFile + " cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
