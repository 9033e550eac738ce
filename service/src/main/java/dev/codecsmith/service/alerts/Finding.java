package dev.codecsmith.service.alerts;

/**
 * What a rule finds. It may find the same again and again: that an incident is told once is not the
 * rules' matter.
 */
public sealed interface Finding {
  AlertKind kind();

  /** With which worker, campaign or folder. */
  String subject();

  /** Sentences for a person. */
  String text();

  /** Something is wrong. */
  record Begins(AlertKind kind, String subject, String text) implements Finding {}

  /** It is not wrong, or not any more. */
  record Ends(AlertKind kind, String subject, String text) implements Finding {}
}
