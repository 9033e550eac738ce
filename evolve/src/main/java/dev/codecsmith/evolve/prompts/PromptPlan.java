package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.prompts.SourceText.Reference;
import dev.codecsmith.sandbox.program.EditablePaths;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much of each thing a prompt shows. {@link #less()} takes away the least useful thing that is
 * left, one step at a time, in this order:
 *
 * <ol>
 *   <li>the sources of inspirations, from the last to the first (their scores stay);
 *   <li>of the parent's files that may not be edited, all but what they declare;
 *   <li>failures, from the oldest, down to two;
 *   <li>ideas, from the last, down to three;
 *   <li>the rate points of inspirations, then BD-rates against other anchors than the main one;
 *   <li>lessons, from the last, down to eight;
 *   <li>inspirations altogether, from the last;
 *   <li>failures and the rest of ideas, down to one of each;
 *   <li>all but the first 1,000 characters of an error and all but its last 1,000;
 *   <li>the last idea, lessons, and the last failure;
 *   <li>the parents' rate points (their BD-rate by clip stays);
 *   <li>of the parent's files that may not be edited, all but the beginning of what they declare,
 *       then all but their names and sizes.
 * </ol>
 *
 * The contract, the goal, the assignment and of the parents' sources what may be edited are never
 * left out.
 */
@RecordBuilder
record PromptPlan(
    int inspirationSources,
    int inspirations,
    boolean inspirationPoints,
    boolean otherAnchors,
    int failures,
    int ideas,
    int lessons,
    boolean fullErrors,
    boolean parentPoints,
    Reference reference) {

  static PromptPlan everything(PromptContext context) {
    return PromptPlanBuilder.builder()
        .inspirationSources(context.inspirations().size())
        .inspirations(context.inspirations().size())
        .inspirationPoints(true)
        .otherAnchors(true)
        .failures(context.failures().size())
        .ideas(context.ideas().size())
        .lessons(context.notebook().lessons().size())
        .fullErrors(true)
        .parentPoints(true)
        .reference(hasReference(context) ? Reference.WHOLE : Reference.NAMES)
        .build();
  }

  /** Whether the parent has files that may not be edited. */
  private static boolean hasReference(PromptContext context) {
    return context
        .parent()
        .map(Exhibit::program)
        .filter(
            program -> !program.files().keySet().stream().allMatch(EditablePaths.of(program)::has))
        .isPresent();
  }

  /** The plan with the next thing left out; empty if nothing is left that may be. */
  Optional<PromptPlan> less() {
    PromptPlanBuilder next = PromptPlanBuilder.builder(this);
    if (inspirationSources > 0) {
      next.inspirationSources(inspirationSources - 1);
    } else if (reference == Reference.WHOLE) {
      next.reference(reference.less());
    } else if (failures > 2) {
      next.failures(failures - 1);
    } else if (ideas > 3) {
      next.ideas(ideas - 1);
    } else if (inspirationPoints && inspirations > 0) {
      next.inspirationPoints(false);
    } else if (otherAnchors) {
      next.otherAnchors(false);
    } else if (lessons > 8) {
      next.lessons(lessons - 1);
    } else if (inspirations > 0) {
      next.inspirations(inspirations - 1);
    } else if (failures > 1) {
      next.failures(failures - 1);
    } else if (ideas > 1) {
      next.ideas(ideas - 1);
    } else if (fullErrors && failures > 0) {
      next.fullErrors(false);
    } else if (ideas > 0) {
      next.ideas(0);
    } else if (lessons > 0) {
      next.lessons(lessons - 1);
    } else if (failures > 0) {
      next.failures(0);
    } else if (parentPoints) {
      next.parentPoints(false);
    } else if (reference != Reference.NAMES) {
      next.reference(reference.less());
    } else {
      return Optional.empty();
    }
    return Optional.of(next.build());
  }

  /** What this plan leaves out of a context, in words; empty if nothing. */
  List<String> omitted(PromptContext context) {
    List<String> omitted = new ArrayList<>();
    int programs = context.inspirations().size();
    count(omitted, "inspirations", inspirations, programs);
    if (inspirationSources < inspirations) {
      omitted.add("the source of %d inspirations".formatted(inspirations - inspirationSources));
    }
    if (!inspirationPoints && inspirations > 0) {
      omitted.add("the rate points of inspirations");
    }
    count(omitted, "failures, the older ones", failures, context.failures().size());
    if (!fullErrors && failures > 0) {
      omitted.add("the middle of long errors");
    }
    count(omitted, "ideas", ideas, context.ideas().size());
    count(omitted, "lessons of the notebook", lessons, context.notebook().lessons().size());
    if (!otherAnchors && context.campaign().anchors().points().size() > 1) {
      omitted.add("BD-rates against other anchors than the main one");
    }
    if (!parentPoints && context.parent().isPresent()) {
      omitted.add("the parents' rate points");
    }
    if (reference != Reference.WHOLE && hasReference(context)) {
      omitted.add(
          reference == Reference.NAMES
              ? "the text of files that are not to be changed"
              : "all but what they declare of files that are not to be changed");
    }
    return omitted;
  }

  private static void count(List<String> omitted, String what, int shown, int all) {
    if (shown < all) {
      omitted.add("%d of %d %s".formatted(all - shown, all, what));
    }
  }
}
