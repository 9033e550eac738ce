package dev.codecsmith.evolve.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much of each thing a prompt shows. {@link #less()} takes away the least useful thing that is
 * left, one step at a time, in this order:
 *
 * <ol>
 *   <li>the sources of inspirations, from the last to the first (their scores stay);
 *   <li>failures, from the oldest, down to two;
 *   <li>ideas, from the last, down to three;
 *   <li>the rate points of inspirations, then BD-rates against other anchors than the main one;
 *   <li>lessons, from the last, down to eight;
 *   <li>inspirations altogether, from the last;
 *   <li>failures and the rest of ideas, down to one of each;
 *   <li>all but the first 1,000 characters of an error and all but its last 1,000;
 *   <li>the last idea, lessons, and the last failure;
 *   <li>the parents' rate points (their BD-rate by clip stays).
 * </ol>
 *
 * The contract, the goal, the parents' sources and the assignment are never left out.
 */
record PromptPlan(
    int inspirationSources,
    int inspirations,
    boolean inspirationPoints,
    boolean otherAnchors,
    int failures,
    int ideas,
    int lessons,
    boolean fullErrors,
    boolean parentPoints) {

  static PromptPlan everything(PromptContext context) {
    return new PromptPlan(
        context.inspirations().size(),
        context.inspirations().size(),
        true,
        true,
        context.failures().size(),
        context.ideas().size(),
        context.notebook().lessons().size(),
        true,
        true);
  }

  /** The plan with the next thing left out; empty if nothing is left that may be. */
  Optional<PromptPlan> less() {
    if (inspirationSources > 0) {
      return Optional.of(with(inspirationSources - 1, inspirations, failures, ideas, lessons));
    }
    if (failures > 2) {
      return Optional.of(with(0, inspirations, failures - 1, ideas, lessons));
    }
    if (ideas > 3) {
      return Optional.of(with(0, inspirations, failures, ideas - 1, lessons));
    }
    if (inspirationPoints && inspirations > 0) {
      return Optional.of(flags(false, otherAnchors, fullErrors, parentPoints));
    }
    if (otherAnchors) {
      return Optional.of(flags(inspirationPoints, false, fullErrors, parentPoints));
    }
    if (lessons > 8) {
      return Optional.of(with(0, inspirations, failures, ideas, lessons - 1));
    }
    if (inspirations > 0) {
      return Optional.of(with(0, inspirations - 1, failures, ideas, lessons));
    }
    if (failures > 1) {
      return Optional.of(with(0, 0, failures - 1, ideas, lessons));
    }
    if (ideas > 1) {
      return Optional.of(with(0, 0, failures, ideas - 1, lessons));
    }
    if (fullErrors && failures > 0) {
      return Optional.of(flags(inspirationPoints, otherAnchors, false, parentPoints));
    }
    if (ideas > 0) {
      return Optional.of(with(0, 0, failures, 0, lessons));
    }
    if (lessons > 0) {
      return Optional.of(with(0, 0, failures, 0, lessons - 1));
    }
    if (failures > 0) {
      return Optional.of(with(0, 0, 0, 0, 0));
    }
    return parentPoints
        ? Optional.of(flags(inspirationPoints, otherAnchors, fullErrors, false))
        : Optional.empty();
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
    return omitted;
  }

  private static void count(List<String> omitted, String what, int shown, int all) {
    if (shown < all) {
      omitted.add("%d of %d %s".formatted(all - shown, all, what));
    }
  }

  private PromptPlan with(
      int sources, int shownInspirations, int shownFailures, int shownIdeas, int shownLessons) {
    return new PromptPlan(
        sources,
        shownInspirations,
        inspirationPoints,
        otherAnchors,
        shownFailures,
        shownIdeas,
        shownLessons,
        fullErrors,
        parentPoints);
  }

  private PromptPlan flags(
      boolean pointsOfInspirations, boolean others, boolean errors, boolean pointsOfParents) {
    return new PromptPlan(
        inspirationSources,
        inspirations,
        pointsOfInspirations,
        others,
        failures,
        ideas,
        lessons,
        errors,
        pointsOfParents);
  }
}
