package dev.codecsmith.evolve.prompts.templates;

import java.util.List;
import java.util.Locale;

/** The templates, with the placeholders that each one knows. */
public enum TemplateName {
  /** Who the model is. */
  SYSTEM(List.of(), List.of("language")),
  /** What stays the same through a campaign. */
  CAMPAIGN(
      List.of("goal", "contract", "clips", "anchors", "reply_format"),
      List.of(
          "language",
          "main_anchor",
          "other_anchors",
          "qualities",
          "band_bottom",
          "band_top",
          "objective",
          "usual",
          "limits")),
  /** How to write a reply. */
  REPLY_FORMAT(List.of(), List.of("example_file", "fence", "objective", "usual")),
  /** All that is told to who works in a folder; the rest lies there as files. */
  WORKSPACE(
      List.of("goal", "clips", "parent", "failures", "omitted", "assignment"),
      List.of(
          "language",
          "language_id",
          "example_entry",
          "objective",
          "usual",
          "main_anchor",
          "other_anchors",
          "qualities",
          "band_bottom",
          "band_top",
          "limits",
          "second_parent",
          "inspirations",
          "notebook",
          "ideas",
          "lacks")),
  /** What changes from prompt to prompt. */
  TASK(
      List.of("parent", "failures", "omitted", "assignment"),
      List.of("notebook", "ideas", "inspirations", "second_parent", "lacks")),
  /** The assignment where there is no parent. */
  START(List.of(), List.of("language", "main_anchor", "whole_program")),
  /** The assignment where the parent is to be improved. */
  IMPROVE(List.of(), ofAChange()),
  /** The assignment where two parents are to be crossed. */
  CROSS(List.of(), ofAChange()),
  /** What follows a reply that did not work, in the same conversation. */
  REPAIR(
      List.of("error"),
      List.of(
          "attempt",
          "attempts",
          "rejected",
          "build",
          "smoke",
          "duplicate",
          "files",
          "reply",
          "workspace")),
  /** Asks for the lessons of the latest experiments. */
  DISTILL(
      List.of("experiments"),
      List.of("goal", "notebook", "lessons", "characters", "objective", "usual"));

  // Both are made by List.of, which the check cannot know.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> required;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> optional;

  TemplateName(List<String> required, List<String> optional) {
    this.required = required;
    this.optional = optional;
  }

  private static List<String> ofAChange() {
    return List.of(
        "main_anchor",
        "objective",
        "usual",
        "edits",
        "whole_program",
        "language",
        "other_language",
        "editable");
  }

  /** Placeholders that the template must have. */
  public List<String> required() {
    return required;
  }

  /** Placeholders that it may have beside these. */
  public List<String> optional() {
    return optional;
  }

  public String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
  }

  boolean knows(String placeholder) {
    return required.contains(placeholder) || optional.contains(placeholder);
  }
}
