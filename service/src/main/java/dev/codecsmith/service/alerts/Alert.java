package dev.codecsmith.service.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What channels carry.
 *
 * @param title one line
 * @param text sentences, in a few lines
 * @param time when it was found
 */
public record Alert(String title, String text, Instant time) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * That something is wrong.
   *
   * @param source which process found it, in words
   */
  public static Alert of(Incident incident, String source) {
    return new Alert(
        name(incident),
        incident.text() + "\nSince " + UTC.format(incident.since()) + ", " + source + ".",
        incident.since());
  }

  /**
   * That it has ended.
   *
   * @param text how it is now, in sentences
   * @param now when that was found
   */
  public static Alert allClear(Incident incident, String text, Instant now, String source) {
    return new Alert(
        "all clear, after %s: %s"
            .formatted(words(Duration.between(incident.since(), now)), name(incident)),
        text + "\nSince " + UTC.format(now) + ", " + source + ".",
        now);
  }

  private static String name(Incident incident) {
    return incident.kind().label() + ": " + incident.subject();
  }

  /** A time in its two greatest units; what a changed clock makes negative is none. */
  static String words(Duration time) {
    if (time.toSeconds() < 60) {
      return Math.max(0, time.toSeconds()) + " s";
    }
    if (time.toMinutes() < 60) {
      return time.toMinutes() + " min";
    }
    return time.toHours() < 24
        ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
        : "%d d %d h".formatted(time.toDays(), time.toHoursPart());
  }
}
