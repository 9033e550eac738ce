package dev.codecsmith.cli.output;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.codecsmith.sandbox.PlainText;
import java.nio.charset.StandardCharsets;

/**
 * Writes log events, messages and stack traces alike, as plain text within bounds, without secrets:
 * much of what is logged comes from outside.
 */
public final class PlainEncoder extends PatternLayoutEncoder {
  private static final int LONGEST_EVENT = 100_000;

  @Override
  public byte[] encode(ILoggingEvent event) {
    return PlainText.passage(SecretsMask.masked(layout.doLayout(event)), LONGEST_EVENT)
        .getBytes(StandardCharsets.UTF_8);
  }
}
