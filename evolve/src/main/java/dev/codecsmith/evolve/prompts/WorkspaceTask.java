package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.prompts.templates.TemplateName;
import dev.codecsmith.store.ExperimentRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent reads first: the rules, the limits and what lies in its folder. Programs, tables,
 * errors and texts that are long lie there as files ({@link WorkspaceFiles}), so that this stays
 * short however long a campaign is.
 */
final class WorkspaceTask {
  /**
   * The most bytes of the text, so that a file of 20 kB holds it with what stands before it: until
   * when there is time, and on a repair what did not work.
   */
  static final int MOST_BYTES = 17_000;

  private static final int GOAL_CHARS = 4_000;
  private static final int REASON_CHARS = 300;

  private final PromptContext context;
  private final PromptTemplates templates;
  private final Map<String, String> fixed;
  private final Sections sections;
  private final List<String> inspirations;
  private final List<String> lessons;
  private final List<String> failures;
  private final List<String> ideas;

  /**
   * @param fixed values that stay the same through a campaign
   * @param assignment what to do, in words
   */
  WorkspaceTask(
      PromptContext context,
      PromptTemplates templates,
      Map<String, String> fixed,
      String assignment) {
    this.context = context;
    this.templates = templates;
    this.sections = new Sections(context.campaign());
    this.fixed = new HashMap<>(fixed);
    ProgramLanguage language = ProgramLanguage.of(context.campaign().language());
    this.fixed.put("goal", goal(context.campaign().goal()));
    this.fixed.put("language_id", context.campaign().language());
    this.fixed.put("example_entry", language.exampleEntry());
    this.fixed.put("lacks", context.needs().text());
    this.fixed.put("assignment", assignment);
    this.inspirations =
        context.inspirations().stream().map(each -> "- " + sections.headline(each)).toList();
    this.lessons =
        context.notebook().lessons().stream()
            .map(lesson -> "- " + Sections.visible(lesson, context.campaign().clips()))
            .toList();
    this.failures = context.failures().stream().map(this::failure).toList();
    this.ideas = context.ideas().stream().map(this::idea).toList();
  }

  /** Which parts of a goal are left out where it is too long for a first page; they are a file. */
  static boolean isCut(String goal) {
    return goal.length() > GOAL_CHARS;
  }

  private static String goal(String goal) {
    return isCut(goal)
        ? goal.substring(0, GOAL_CHARS) + " …\n\n(All of the goal stands in `goal.md`.)"
        : goal;
  }

  /** How many of each list are shown; the first of them say most. */
  private record Shown(
      int failures, int ideas, int lessons, int inspirations, boolean otherAnchors) {
    Optional<Shown> less() {
      if (lessons > 4) {
        return Optional.of(new Shown(failures, ideas, lessons - 1, inspirations, otherAnchors));
      }
      if (otherAnchors) {
        return Optional.of(new Shown(failures, ideas, lessons, inspirations, false));
      }
      if (failures + ideas + lessons + inspirations == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Shown(less(failures), less(ideas), less(lessons), less(inspirations), false));
    }

    private static int less(int count) {
      return Math.max(0, count - 1);
    }
  }

  /** The text, with what is least useful left out until it is short enough. */
  String text() {
    Shown shown =
        new Shown(
            context.failures().size(),
            context.ideas().size(),
            context.notebook().lessons().size(),
            context.inspirations().size(),
            true);
    while (true) {
      String text = text(shown);
      Optional<Shown> less = shown.less();
      if (text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES || less.isEmpty()) {
        return text;
      }
      shown = less.get();
    }
  }

  private String text(Shown shown) {
    Map<String, String> values = new HashMap<>(fixed);
    values.put("parent", figures(context.parent(), shown));
    values.put("second_parent", figures(context.secondParent(), shown));
    values.put("inspirations", first(inspirations, shown.inspirations()));
    values.put("notebook", first(lessons, shown.lessons()));
    values.put("failures", first(failures, shown.failures()));
    values.put("ideas", first(ideas, shown.ideas()));
    values.put("omitted", omitted(shown));
    values.replaceAll((placeholder, value) -> value.stripTrailing());
    return templates.render(TemplateName.WORKSPACE, values);
  }

  private static String first(List<String> lines, int count) {
    return String.join("\n", lines.subList(0, count));
  }

  private String figures(Optional<Exhibit> parent, Shown shown) {
    return parent.map(each -> sections.exhibit(each, false, shown.otherAnchors())).orElse("");
  }

  private String failure(ExperimentRecord failed) {
    return failed
        .failure()
        .map(failure ->
            "- `failures/%s.md` (%s, while %s): %s"
                .formatted(
                    failed.id(),
                    failure.kind().label(),
                    failure.phase().label(),
                    Sections.oneLine(
                        Sections.visible(failure.message(), context.campaign().clips()),
                        REASON_CHARS)))
        .orElse("");
  }

  private String idea(Idea idea) {
    String effect =
        context
            .ideaLog()
            .effect(idea.id())
            .map(each -> "; here: " + each.text(context.campaign().qualities().points()))
            .orElse("");
    String needs = idea.needs().isEmpty() ? "" : "; stands on " + String.join(", ", idea.needs());
    return "- %s (IDEA: %s): published gain %s%s%s"
        .formatted(idea.title(), idea.id(), idea.gain(), needs, effect);
  }

  private String omitted(Shown shown) {
    List<String> left = new ArrayList<>();
    note(left, "failures", shown.failures(), context.failures().size());
    note(left, "ideas", shown.ideas(), context.ideas().size());
    note(left, "lessons", shown.lessons(), context.notebook().lessons().size());
    note(left, "other programs", shown.inspirations(), context.inspirations().size());
    return left.isEmpty()
        ? ""
        : "In the files only, for want of space here: " + String.join("; ", left) + ".";
  }

  private static void note(List<String> left, String what, int shown, int all) {
    if (shown < all) {
      left.add("%d of %d %s".formatted(all - shown, all, what));
    }
  }
}
