package dev.codecsmith.service.alerts;

import java.time.Instant;

/**
 * Something that went wrong and has not ended.
 *
 * @param kind what
 * @param subject with which worker, campaign or folder; with the kind, what names the incident
 * @param text how it is, in sentences
 * @param since when it was found
 */
public record Incident(AlertKind kind, String subject, String text, Instant since) {

  /** Whether it is the incident of that name. */
  public boolean is(AlertKind otherKind, String otherSubject) {
    return kind == otherKind && subject.equals(otherSubject);
  }
}
