package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.TimeForecast;
import dev.codecsmith.lab.evaluation.TimeForecast.Cost;
import dev.codecsmith.lab.evaluation.TimeForecast.Verdict;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.measure.FrameHashes;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.points.Bitstream;
import dev.codecsmith.lab.points.ConstraintRuns;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint.Resources;
import dev.codecsmith.video.clips.Clip;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cheap gate before the clips: two small frames through both halves find most faults in a
 * second, and their CPU time tells whether the program can finish the clips at all. Where two
 * frames cannot tell, four and then eight are coded; who still may or may not be in time, passes.
 * Nobody is found too slow by two frames alone, unless a clip has no more or they took so long that
 * the run was stopped.
 */
final class SmokeGate {
  private static final int FEWEST_FRAMES = 2;
  private static final int MOST_FRAMES = 8;
  private static final int QUALITY = 50;

  private final ProgramRuns runs;
  private final ConstraintRuns constraints;
  private final EvaluationSettings settings;
  private final WorkFolder folder;
  private final Half encoding;
  private final Half decoding;

  /** The encoder or the decoder. */
  private static final class Half {
    private final String name;
    private final TimeForecast forecast;

    // Of the head that was coded last.
    private Optional<Cost> cost = Optional.empty();

    private Half(String name, TimeForecast forecast) {
      this.name = name;
      this.forecast = forecast;
    }
  }

  SmokeGate(ProgramRuns runs, EvaluationSettings settings, WorkFolder folder) {
    this.runs = runs;
    this.constraints = new ConstraintRuns(runs, folder);
    this.settings = settings;
    this.folder = folder;
    this.encoding = new Half("Encoding", TimeForecast.encoding(settings.limits()));
    this.decoding = new Half("Decoding", TimeForecast.decoding(settings.limits()));
  }

  /**
   * Whether a cascade's short clips are so small that coding them takes no longer than the gate
   * does. Then they come first, and the gate is for what they let pass.
   */
  static boolean isNoLessThan(Cascade cascade, EvaluationSettings settings) {
    long samples =
        settings.searchClips().stream()
            .mapToLong(clip ->
                (long) clip.format().width()
                    * clip.format().height()
                    * Math.min(clip.frames(), cascade.frames()))
            .sum();
    return samples * cascade.qualities().size()
        <= (long) FEWEST_FRAMES * ClipHead.SMALL_WIDTH * ClipHead.SMALL_HEIGHT;
  }

  /**
   * Lets the program pass.
   *
   * @throws CandidateFault if it does not work, or is far too slow for a clip
   */
  void pass() throws CandidateFault, InfrastructureException, InterruptedException {
    for (int frames = FEWEST_FRAMES; frames <= MOST_FRAMES; frames *= 2) {
      Clip head = ClipHead.small(source(), frames, folder);
      boolean last = head.frames() < frames || head.frames() == source().frames();
      if (!isUnsure(head, last) || last) {
        return;
      }
    }
  }

  /** The clip whose first frames are coded. */
  private Clip source() {
    return settings.searchClips().getFirst();
  }

  /** Codes the frames; whether they leave open if the program can finish every clip. */
  private boolean isUnsure(Clip head, boolean last)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Bitstream bitstream;
    try {
      bitstream =
          runs.encode(
              ExperimentStatus.SMOKE, head, QUALITY, folder.newFile(), TimeForecast.CLEARLY);
    } catch (CandidateFault fault) {
      throw explained(fault, encoding, head);
    }
    boolean unsure =
        judge(
            encoding,
            head,
            bitstream.encode(),
            last,
            () ->
                runs.asUsual()
                    .encode(
                        ExperimentStatus.SMOKE,
                        head,
                        QUALITY,
                        folder.newFile(),
                        TimeForecast.CLEARLY)
                    .encode());
    ProgramRuns.Decoded decoded;
    FrameHashes frames = new FrameHashes();
    try {
      decoded =
          runs.decode(
              ExperimentStatus.SMOKE,
              head,
              QUALITY,
              bitstream,
              frames::cleared,
              TimeForecast.CLEARLY);
    } catch (CandidateFault fault) {
      throw explained(fault, decoding, head);
    }
    constraints.requireLowDelay(
        ExperimentStatus.SMOKE,
        ExperimentStatus.SMOKE,
        head,
        QUALITY,
        bitstream,
        frames,
        TimeForecast.CLEARLY);
    return judge(
            decoding,
            head,
            decoded.resources(),
            last,
            () ->
                runs.asUsual()
                    .decode(
                        ExperimentStatus.SMOKE,
                        head,
                        QUALITY,
                        bitstream,
                        FrameTap::none,
                        TimeForecast.CLEARLY)
                    .resources())
        || unsure;
  }

  /** Does as usual what was set up for being short. */
  @FunctionalInterface
  private interface AsUsual {
    Resources run() throws CandidateFault, InfrastructureException, InterruptedException;
  }

  /** Nobody is too slow by a run that was set up for being short alone. */
  private boolean judge(Half half, Clip head, Resources taken, boolean last, AsUsual again)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Cost cost = new Cost(head, taken.cpuSeconds());
    Optional<Cost> fewer = half.cost;
    half.cost = Optional.of(cost);
    Optional<Clip> tooLong = worst(half, cost, fewer, Verdict.TOO_SLOW);
    if (tooLong.isEmpty()) {
      return worst(half, cost, fewer, Verdict.UNSURE).isPresent();
    }
    if (fewer.isEmpty() && !last) {
      return true;
    }
    if (taken.setting().isPresent()) {
      cost = new Cost(head, asUsual(half, head, again).cpuSeconds());
      fewer = Optional.empty();
      tooLong = worst(half, cost, fewer, Verdict.TOO_SLOW);
    }
    if (tooLong.isPresent()) {
      throw new CandidateFault(
          FailureKind.OUT_OF_TIME,
          ExperimentStatus.SMOKE,
          half.forecast.sentence(half.name, source(), cost, fewer, tooLong.get()));
    }
    return true;
  }

  private Resources asUsual(Half half, Clip head, AsUsual again)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try {
      return again.run();
    } catch (CandidateFault fault) {
      throw explained(fault, half, head);
    }
  }

  /** The clip with that verdict that is worst off; one that proposers know of, if there is one. */
  private Optional<Clip> worst(Half half, Cost cost, Optional<Cost> fewer, Verdict verdict) {
    TimeForecast forecast = half.forecast;
    for (List<Clip> clips : List.of(settings.searchClips(), settings.heldOutClips())) {
      Optional<Clip> found =
          clips.stream()
              .filter(clip -> forecast.verdict(cost, fewer, clip) == verdict)
              .max(
                  Comparator.comparingDouble(
                      clip -> forecast.atLeast(cost, fewer, clip) / forecast.limit(clip)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A run that met its limit on CPU time did so for what it would have taken of whole clips. */
  private CandidateFault explained(CandidateFault fault, Half half, Clip head) {
    Cost used = new Cost(head, TimeForecast.CLEARLY * half.forecast.limit(head));
    Optional<Clip> clip =
        fault.isOutOfCpuTime()
            ? worst(half, used, Optional.empty(), Verdict.TOO_SLOW)
            : Optional.empty();
    return clip.map(tooLong ->
            new CandidateFault(
                FailureKind.OUT_OF_TIME,
                ExperimentStatus.SMOKE,
                half.forecast.sentence(half.name, source(), used, Optional.empty(), tooLong)
                    + " That was its limit for these frames, at which it was stopped.\n"
                    + fault.failure().message()))
        .orElse(fault);
  }
}
