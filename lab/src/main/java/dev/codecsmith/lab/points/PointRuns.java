package dev.codecsmith.lab.points;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.FanOut;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.measure.FrameHashes;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.Rates;
import dev.codecsmith.lab.points.PointPlanning.Round;
import dev.codecsmith.lab.points.PointPlanning.Run;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures rate points of one program: all are encoded, then all are decoded, side by side as far
 * as the slots allow, those first that take longest. A point that is remembered is not run again.
 * Of each clip's other points one is decoded twice.
 */
public final class PointRuns {
  private final EvaluationSettings settings;
  private final Heartbeats heartbeats;
  private final ProgramRuns runs;
  private final ConstraintRuns constraints;
  private final RunSlots slots;
  private final WorkFolder folder;
  private final EvaluationNotes notes;
  private final KnownPoints known;

  public PointRuns(
      EvaluationSettings settings,
      Heartbeats heartbeats,
      ProgramRuns runs,
      RunSlots slots,
      WorkFolder folder,
      EvaluationNotes notes,
      KnownPoints known) {
    this.settings = settings;
    this.heartbeats = heartbeats;
    this.runs = runs;
    this.constraints = new ConstraintRuns(runs, folder);
    this.slots = slots;
    this.folder = folder;
    this.notes = notes;
    this.known = known;
  }

  /** A rate point to be measured. */
  public record Plan(Clip clip, int quality) {
    String role(String what) {
      return what + "/" + clip.name() + "/" + quality;
    }
  }

  /** Which phases encoding and decoding belong to. */
  public record Stage(ExperimentStatus encoding, ExperimentStatus decoding) {
    public static final Stage FULL =
        new Stage(ExperimentStatus.ENCODING, ExperimentStatus.DECODING);
    public static final Stage SHORT =
        new Stage(ExperimentStatus.SCREENING, ExperimentStatus.SCREENING);

    boolean isFull() {
      return encoding != decoding;
    }
  }

  /** Every clip at every quality. */
  public static List<Plan> plans(List<Clip> clips, List<Integer> qualities) {
    return clips.stream()
        .flatMap(clip -> qualities.stream().map(quality -> new Plan(clip, quality)))
        .toList();
  }

  /**
   * Measures.
   *
   * @param points receives each point as soon as it is measured, so that those before a fault are
   *     there; this method adds to it from several threads under its lock
   */
  public void measure(Stage stage, List<Plan> plans, List<RatePoint> points)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Round round =
        new PointPlanning(settings, runs.program().program().sha256(), known, notes)
            .round(stage, plans);
    points.addAll(round.remembered());
    measureNew(stage, round.runs(), points);
  }

  /**
   * Measures one point, whatever others there are, and tells which half of it is under way.
   *
   * @return the point with all that decides it
   */
  public MeasuredPoint measure(Stage stage, Run run)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Plan plan = run.plan();
    heartbeats.hear(new Heartbeat.Phase(stage.encoding(), 0, 1));
    Bitstream bitstream = slots.in(() -> encode(stage, plan));
    note(plan, bitstream);
    heartbeats.hear(new Heartbeat.Phase(stage.decoding(), 0, 1));
    List<RatePoint> points = new ArrayList<>();
    String words = slots.in(() -> decode(stage, run, bitstream, points));
    notes.standardError(plan.role("decode"), words);
    return known.measured(runs.program().programSha256(), plan.clip(), points.getFirst());
  }

  private void measureNew(Stage stage, List<Run> plans, List<RatePoint> points)
      throws CandidateFault, InfrastructureException, InterruptedException {
    int total = stage.isFull() ? plans.size() : 2 * plans.size();
    heartbeats.hear(new Heartbeat.Phase(stage.encoding(), 0, total));
    AtomicInteger done = new AtomicInteger();
    List<FanOut.Task<Bitstream>> encodes = new ArrayList<>();
    for (Run run : plans) {
      encodes.add(() -> {
        Bitstream bitstream = slots.in(() -> encode(stage, run.plan()));
        heartbeats.hear(new Heartbeat.Phase(stage.encoding(), done.incrementAndGet(), total));
        return bitstream;
      });
    }
    FanOut.Outcome<Bitstream> encoded = FanOut.bearing(PointRuns::leavesOthers, encodes);
    List<Coded> coded = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      Run run = plans.get(i);
      encoded.results().get(i).ifPresent(bitstream -> coded.add(new Coded(run, bitstream)));
    }
    Optional<CandidateFault> undecoded = decodeNew(stage, coded, done, points, encoded.fault());
    Optional<CandidateFault> fault = encoded.fault().or(() -> undecoded);
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  /** A point that was encoded. */
  private record Coded(Run run, Bitstream bitstream) {}

  /**
   * Decodes and measures what was encoded.
   *
   * @param before a fault that goes before those of decoders
   * @return a fault that leaves the other points their sense
   */
  private Optional<CandidateFault> decodeNew(
      Stage stage,
      List<Coded> coded,
      AtomicInteger done,
      List<RatePoint> points,
      Optional<CandidateFault> before)
      throws CandidateFault, InfrastructureException, InterruptedException {
    int total = stage.isFull() ? coded.size() : 2 * coded.size();
    if (stage.isFull()) {
      done.set(0);
      heartbeats.hear(new Heartbeat.Phase(stage.decoding(), 0, total));
    }
    List<FanOut.Task<String>> decodes = new ArrayList<>();
    for (Coded each : coded) {
      decodes.add(() -> {
        String words = slots.in(() -> decode(stage, each.run(), each.bitstream(), points));
        heartbeats.hear(new Heartbeat.Phase(stage.decoding(), done.incrementAndGet(), total));
        return words;
      });
    }
    FanOut.Outcome<String> decoded;
    try {
      decoded = FanOut.bearing(PointRuns::leavesOthers, decodes);
    } catch (CandidateFault fault) {
      throw before.orElse(fault);
    }
    for (int i = 0; i < coded.size(); i++) {
      Plan plan = coded.get(i).run().plan();
      Optional<String> words = decoded.results().get(i);
      note(plan, coded.get(i).bitstream());
      if (words.isPresent()) {
        notes.standardError(plan.role("decode"), words.get());
      }
    }
    return decoded.fault();
  }

  private static boolean leavesOthers(CandidateFault fault) {
    return leavesOthers(fault.failure());
  }

  /**
   * Whether the other points still tell something when one failed so. A run that takes too long at
   * one point says that the program is too slow there, and what it is worth elsewhere is worth
   * knowing; a second such point ends the evaluation.
   */
  public static boolean leavesOthers(Failure failure) {
    return failure.kind() == FailureKind.OUT_OF_TIME;
  }

  private void note(Plan plan, Bitstream bitstream) {
    notes.standardError(plan.role("encode"), bitstream.standardError());
    bitstream
        .bits()
        .flatMap(BitsReport::refused)
        .ifPresent(why ->
            notes.line("== " + plan.role("encode") + ": its report of bits is refused. " + why));
  }

  private Bitstream encode(Stage stage, Plan plan)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Bitstream bitstream =
        runs.encode(stage.encoding(), plan.clip(), plan.quality(), folder.newFile(), 1);
    String _ = notes.keep(plan.role("bitstream"), bitstream.file());
    return bitstream;
  }

  /** Measures a point, keeps it, and returns what the decoder wrote to standard error. */
  private String decode(Stage stage, Run run, Bitstream bitstream, List<RatePoint> points)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Plan plan = run.plan();
    Clip clip = plan.clip();
    Optional<FrameHashes> hashes =
        run.twice() || constraints.areAny() ? Optional.of(new FrameHashes()) : Optional.empty();
    Path video = folder.newFile();
    ProgramRuns.Decoded decoded = decoded(stage, run, bitstream, video, hashes);
    if (hashes.isPresent() && run.twice()) {
      runs.decodeAgain(stage.decoding(), clip, plan.quality(), bitstream, hashes.get());
    }
    if (hashes.isPresent()) {
      constraints.decodeFromTheMiddle(
          stage.decoding(), clip, plan.quality(), bitstream, hashes.get());
      constraints.requireLowDelay(
          stage.encoding(), stage.decoding(), clip, plan.quality(), bitstream, hashes.get(), 1);
    }
    String frames = notes.put(decoded.measurement().framesCsv());
    Optional<String> bits =
        bitstream.bits().isPresent()
            ? Optional.of(notes.put(bitstream.bits().get().toJson()))
            : Optional.empty();
    Optional<String> playable =
        switch (run.video()) {
          case NONE -> Optional.empty();
          case PLAYABLE -> Optional.of(notes.keep(plan.role(Videos.PLAYABLE), video));
          case EXACT -> {
            String _ = notes.keep(plan.role("reconstruction"), video);
            yield Optional.empty();
          }
        };
    RatePoint point =
        RatePointBuilder.builder()
            .clip(clip.name())
            .quality(plan.quality())
            .bytes(bitstream.bytes())
            .bitrateKbps(Rates.kbps(bitstream.bytes(), clip))
            .metrics(decoded.measurement().figures())
            .encode(bitstream.encode())
            .decode(decoded.resources())
            .bitstreamSha256(bitstream.sha256())
            .framesSha256(frames)
            .machine(known.machine())
            .videoSha256(playable)
            .bitsSha256(bits)
            .build();
    synchronized (points) {
      points.add(point);
    }
    // What is remembered must be the program's own: the evaluation refuses a changed one only
    // later.
    if (runs.program().isUnchanged()) {
      heartbeats.hear(
          new Heartbeat.PointMeasured(known.measured(runs.program().programSha256(), clip, point)));
    }
    return decoded.standardError();
  }

  private ProgramRuns.Decoded decoded(
      Stage stage, Run run, Bitstream bitstream, Path video, Optional<FrameHashes> hashes)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Plan plan = run.plan();
    return runs.decode(
        stage.decoding(),
        plan.clip(),
        plan.quality(),
        bitstream,
        () -> {
          FrameTap kept = Videos.tap(run.video(), video, plan.clip());
          return hashes.isPresent() ? FrameTap.both(kept, hashes.get().cleared()) : kept;
        },
        1);
  }
}
