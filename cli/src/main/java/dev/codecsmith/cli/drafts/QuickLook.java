package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Quick;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.scoring.ShortScore;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/**
 * The first frames of search clips at two QUALITY values: a figure that costs little, to be held
 * against another program's on the same frames. Rate points are remembered, so that a program that
 * was looked at costs nothing the next time.
 */
final class QuickLook {
  /** Where the band of most programs lies. */
  static final List<Integer> QUALITIES = List.of(30, 70);

  private static final TypeReference<List<RatePoint>> POINTS = new TypeReference<>() {};

  private final EvaluationSettings searchOnly;
  private final Workbench bench;

  QuickLook(EvaluationSettings searchOnly, Workbench bench) {
    this.searchOnly = searchOnly;
    this.bench = bench;
  }

  /**
   * What was seen.
   *
   * @param frames of each clip, at most; fewer than asked for where the longest has no more
   * @param perClip for each clip by how many per cent the rate differs from the main anchor's on
   *     these frames, at equal quality by the objective, prices left out; empty where a point lies
   *     outside the anchor's range
   * @param points the rate points, by clip and QUALITY
   * @param failure why there are none
   * @param cpuSeconds what it takes of a budget
   */
  record Seen(
      int frames,
      Map<String, OptionalDouble> perClip,
      List<RatePoint> points,
      Optional<Failure> failure,
      double cpuSeconds) {

    /** The mean over the clips; empty if one has no figure. */
    OptionalDouble mean() {
      return perClip.values().stream().allMatch(OptionalDouble::isPresent)
          ? perClip.values().stream().mapToDouble(OptionalDouble::getAsDouble).average()
          : OptionalDouble.empty();
    }
  }

  /**
   * Looks at a program.
   *
   * @throws IllegalArgumentException with a sentence if there is no such clip
   */
  Seen at(Program program, Quick look, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    List<Clip> clips = clips(look);
    int most = frames(look, clips);
    EvaluationSettings settings =
        new EvaluationSettings(
            clips,
            List.of(),
            searchOnly.qualities(),
            List.of(searchOnly.mainAnchor()),
            searchOnly.limits(),
            searchOnly
                .extras()
                .changed()
                .video(KeptVideo.NONE)
                .cascade(Optional.of(new Cascade(most, QUALITIES, 0)))
                .build());
    EvaluationCost cost = EvaluationCost.begin(program, bench);
    Evaluation evaluation =
        bench
            .evaluations()
            .evaluate(
                new EvaluationRequest(FullEvaluation.NAME, program, settings)
                    .shortClipsOnly()
                    .reusing(),
                (phase, done, total) ->
                    progress.accept(FullEvaluation.line(phase.label(), done, total)));
    Optional<String> list = Optional.ofNullable(evaluation.artifacts().get("short-points"));
    boolean looked =
        evaluation.failure().filter(failure -> failure.kind() == FailureKind.DOMINATED).isPresent();
    if (!looked || list.isEmpty()) {
      return new Seen(most, Map.of(), List.of(), evaluation.failure(), cost.seconds(evaluation));
    }
    List<RatePoint> points = points(list.get());
    Map<String, OptionalDouble> perClip = new LinkedHashMap<>();
    for (Clip clip : clips) {
      int frames = settings.cascade().orElseThrow().frames(clip.frames());
      String head = ClipHead.name(clip, frames);
      perClip.put(
          clip.name(),
          ShortScore.percent(
              searchOnly.objective(),
              bench
                  .evaluations()
                  .knownCurve(searchOnly.mainAnchor(), clip, frames, searchOnly.objective())
                  .orElseThrow(() ->
                      new InfrastructureException("The anchor on " + head + " is not known.")),
              points.stream().filter(point -> point.clip().equals(head)).toList()));
    }
    return new Seen(most, perClip, points, Optional.empty(), cost.seconds(points));
  }

  /** All search clips, or those that were named. */
  List<Clip> clips(Quick look) {
    if (look.clips().isEmpty()) {
      return searchOnly.searchClips();
    }
    List<Clip> named = new ArrayList<>();
    for (String name : look.clips()) {
      named.add(clip(name));
    }
    return named.stream().distinct().toList();
  }

  /** The search clip of that name. */
  Clip clip(String name) {
    return searchOnly.searchClips().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no clip '%s'; the clips are %s."
                    .formatted(
                        name,
                        searchOnly.searchClips().stream()
                            .map(Clip::name)
                            .collect(Collectors.joining(", ")))));
  }

  /** Fewer than the longest clip has, so that there is something short to look at. */
  private static int frames(Quick look, List<Clip> clips) {
    int longest = clips.stream().mapToInt(Clip::frames).max().orElseThrow();
    return Math.clamp(look.frames(), 1, Math.max(1, longest - 1));
  }

  private List<RatePoint> points(String artifact) throws InfrastructureException {
    try {
      return Json.mapper().readValue(bench.data().artifacts().read(artifact), POINTS);
    } catch (IOException e) {
      throw new InfrastructureException("The rate points cannot be read: " + e.getMessage(), e);
    }
  }
}
