package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.TimeForecast;
import dev.codecsmith.lab.evaluation.TimeForecast.Verdict;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.measure.FrameHashes;
import dev.codecsmith.lab.points.Bitstream;
import dev.codecsmith.lab.points.ConstraintRuns;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunOutcome.OutOfTime.Clock;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.video.clips.Clip;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cheap gate before the clips: two small frames through both halves find most faults in a
 * second, and their CPU time tells whether the program can finish the clips at all. Where two
 * frames cannot tell, four and then eight are coded; who still may or may not be in time, passes.
 */
final class SmokeGate {
  private static final int FEWEST_FRAMES = 2;
  private static final int MOST_FRAMES = 8;
  private static final int QUALITY = 50;

  private final ProgramRuns runs;
  private final ConstraintRuns constraints;
  private final EvaluationSettings settings;
  private final WorkFolder folder;

  SmokeGate(ProgramRuns runs, EvaluationSettings settings, WorkFolder folder) {
    this.runs = runs;
    this.constraints = new ConstraintRuns(runs, folder);
    this.settings = settings;
    this.folder = folder;
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
      if (!isUnsure(head) || head.frames() < frames) {
        return;
      }
    }
  }

  /** The clip whose first frames are coded. */
  private Clip source() {
    return settings.searchClips().getFirst();
  }

  /** Codes the frames; whether they leave open if the program can finish every clip. */
  private boolean isUnsure(Clip head)
      throws CandidateFault, InfrastructureException, InterruptedException {
    TimeForecast encoding = TimeForecast.encoding(settings.limits());
    TimeForecast decoding = TimeForecast.decoding(settings.limits());
    Bitstream bitstream;
    try {
      bitstream =
          runs.encode(
              ExperimentStatus.SMOKE, head, QUALITY, folder.newFile(), TimeForecast.CLEARLY);
    } catch (CandidateFault fault) {
      throw explained(fault, "Encoding", encoding, head);
    }
    boolean unsure = judge("Encoding", encoding, bitstream.encode().cpuSeconds(), head);
    ProgramRuns.Decoded decoded;
    FrameHashes frames = new FrameHashes();
    try {
      decoded =
          runs.decode(
              ExperimentStatus.SMOKE, head, QUALITY, bitstream, frames, TimeForecast.CLEARLY);
    } catch (CandidateFault fault) {
      throw explained(fault, "Decoding", decoding, head);
    }
    constraints.requireLowDelay(
        ExperimentStatus.SMOKE,
        ExperimentStatus.SMOKE,
        head,
        QUALITY,
        bitstream,
        frames,
        TimeForecast.CLEARLY);
    return judge("Decoding", decoding, decoded.resources().cpuSeconds(), head) || unsure;
  }

  private boolean judge(String half, TimeForecast forecast, double cpuSeconds, Clip head)
      throws CandidateFault {
    Optional<Clip> tooLong = worst(forecast, cpuSeconds, head, Verdict.TOO_SLOW);
    if (tooLong.isPresent()) {
      throw new CandidateFault(
          FailureKind.OUT_OF_TIME,
          ExperimentStatus.SMOKE,
          forecast.sentence(half, cpuSeconds, source(), head, tooLong.get()));
    }
    return worst(forecast, cpuSeconds, head, Verdict.UNSURE).isPresent();
  }

  /** The clip with that verdict that is worst off; one that proposers know of, if there is one. */
  private Optional<Clip> worst(
      TimeForecast forecast, double cpuSeconds, Clip head, Verdict verdict) {
    for (List<Clip> clips : List.of(settings.searchClips(), settings.heldOutClips())) {
      Optional<Clip> found =
          clips.stream()
              .filter(clip -> forecast.verdict(cpuSeconds, head, clip) == verdict)
              .max(
                  Comparator.comparingDouble(
                      clip -> forecast.atLeast(cpuSeconds, head, clip) / forecast.limit(clip)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** A run that met its limit on CPU time did so for what it would have taken of whole clips. */
  private CandidateFault explained(
      CandidateFault fault, String half, TimeForecast forecast, Clip head) {
    boolean outOfCpuTime =
        fault
            .outcome()
            .filter(outcome ->
                outcome instanceof RunOutcome.OutOfTime time && time.clock() == Clock.CPU)
            .isPresent();
    double used = TimeForecast.CLEARLY * forecast.limit(head);
    Optional<Clip> clip =
        outOfCpuTime ? worst(forecast, used, head, Verdict.TOO_SLOW) : Optional.empty();
    return clip.map(tooLong ->
            new CandidateFault(
                FailureKind.OUT_OF_TIME,
                ExperimentStatus.SMOKE,
                forecast.sentence(half, used, source(), head, tooLong)
                    + " That was its limit for these frames, at which it was stopped.\n"
                    + fault.failure().message()))
        .orElse(fault);
  }
}
