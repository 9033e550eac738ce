package dev.codecsmith.cli.models;

import dev.codecsmith.cli.plan.Contract;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.CampaignBriefBuilder;
import dev.codecsmith.evolve.prompts.MeasuredQualities;
import dev.codecsmith.evolve.proposers.Briefing;
import dev.codecsmith.evolve.scorecard.AnchorFigures;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells models of a campaign's search clips; of held-out ones only the names, to keep them out. */
final class CampaignBriefing implements Briefing {
  private final String goal;
  private final String language;
  private final EvaluationSettings evaluation;
  private final JobEvaluations evaluations;
  private Optional<CampaignBrief> brief = Optional.empty();

  /**
   * @param language the language that programs are to be written in
   * @throws IllegalArgumentException with a sentence if the goal names a held-out clip
   */
  CampaignBriefing(
      String goal, String language, EvaluationSettings evaluation, JobEvaluations evaluations) {
    this.goal = goal;
    this.language = language;
    this.evaluation = evaluation;
    this.evaluations = evaluations;
    // What is wrong with it must not wait until the anchors are measured.
    CampaignBrief _ = brief(Map.of());
  }

  @Override
  public synchronized CampaignBrief brief() throws InfrastructureException, InterruptedException {
    if (brief.isEmpty()) {
      brief = Optional.of(made());
    }
    return brief.get();
  }

  private CampaignBrief made() throws InfrastructureException, InterruptedException {
    Map<String, List<RatePoint>> points = new HashMap<>();
    for (Anchor anchor : evaluation.anchors()) {
      List<RatePoint> all = new ArrayList<>();
      for (Clip clip : evaluation.searchClips()) {
        all.addAll(evaluations.curve(anchor, clip, evaluation.objective()).points());
      }
      points.put(anchor.name(), all);
    }
    return brief(points);
  }

  private CampaignBrief brief(Map<String, List<RatePoint>> points) {
    SortedMap<String, String> facts = new TreeMap<>();
    for (Clip clip : evaluation.searchClips()) {
      facts.put(clip.name(), clip.format().describe() + ", " + clip.frames() + " frames");
    }
    return CampaignBriefBuilder.builder()
        .contract(Contract.text(language))
        .goal(goal)
        .language(language)
        .clips(new ClipRoles(names(evaluation.searchClips()), names(evaluation.heldOutClips())))
        .clipFacts(facts)
        .anchors(AnchorFigures.of(evaluation.mainAnchor().name(), points))
        .qualities(
            MeasuredQualities.of(evaluation.qualities(), evaluation.mainAnchor())
                .by(evaluation.objective(), evaluation.mainAnchor()))
        .limits(limits(evaluation))
        .build();
  }

  private static List<String> names(List<Clip> clips) {
    return clips.stream().map(Clip::name).toList();
  }

  /** The limits on a program, and what its bitstreams must allow. */
  static String limits(EvaluationSettings evaluation) {
    return text(evaluation.limits())
        + evaluation.constraints().eachInWords().stream()
            .map(words -> "\n- **Hard constraint.** " + words)
            .collect(Collectors.joining());
  }

  private static String text(CodingLimits limits) {
    return String.format(
        Locale.ROOT,
        "each run may take %.0f s of CPU time, and on top %.0f s per megapixel of source to encode"
            + " and %.0f s to decode; it may use %d MiB of memory; the built program may have %d"
            + " bytes compressed.",
        limits.startSeconds(),
        limits.encodeCpuSecondsPerMegapixel(),
        limits.decodeCpuSecondsPerMegapixel(),
        limits.memoryBytes() / Limits.MEBIBYTE,
        limits.decoderBytes());
  }
}
