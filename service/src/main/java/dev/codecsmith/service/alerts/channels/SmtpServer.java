package dev.codecsmith.service.alerts.channels;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where mail is handed in.
 *
 * @param tlsFromTheStart SMTPS; otherwise STARTTLS, which only a server on this machine may lack
 * @param user empty where the server wants none
 * @param password never shown
 */
public record SmtpServer(
    boolean tlsFromTheStart,
    Optional<String> user,
    String host,
    int port,
    Optional<String> password) {
  private static final int SMTPS = 465;
  private static final int SUBMISSION = 587;
  private static final int MOST_PORT = 65535;

  /** The user may be an address of mail, so the last @ ends it. */
  private static final Pattern FORM =
      Pattern.compile(
          "(smtps?)://(?:([^\\s/:]+)@)?([^\\s/:@]+|\\[[0-9a-fA-F:]+])(?::(\\d{1,5}))?/?");

  /**
   * Reads an address such as {@code smtps://me@example.org@mail.example.org:465}.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  public static SmtpServer parse(String text, Optional<String> password) {
    Matcher matcher = FORM.matcher(text);
    int port = 0;
    if (matcher.matches()) {
      boolean smtps = "smtps".equals(matcher.group(1));
      port =
          Optional.ofNullable(matcher.group(4))
              .map(Integer::parseInt)
              .orElse(smtps ? SMTPS : SUBMISSION);
    }
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException(
          "--smtp must be smtps://USER@HOST:PORT, or smtp://USER@HOST:PORT for STARTTLS, without a"
              + " password, which --smtp-password-file names; found '"
              + withoutPassword(text)
              + "'.");
    }
    Optional<String> user = Optional.ofNullable(matcher.group(2));
    if (user.isPresent() && password.isEmpty()) {
      throw new IllegalArgumentException(
          "--smtp names a user: give the password with --smtp-password-file FILE or the environment"
              + " variable CODECSMITH_SMTP_PASSWORD.");
    }
    return new SmtpServer("smtps".equals(matcher.group(1)), user, matcher.group(3), port, password);
  }

  /** Somebody may have typed one all the same. */
  private static String withoutPassword(String text) {
    return text.replaceFirst("(?<=.{6}):[^/]+(?=@)", ":…");
  }

  /** Whether mail to it does not leave this machine. */
  boolean isLocal() {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s://%s%s:%d"
        .formatted(
            tlsFromTheStart ? "smtps" : "smtp",
            user.map(name -> name + "@").orElse(""),
            host,
            port);
  }
}
