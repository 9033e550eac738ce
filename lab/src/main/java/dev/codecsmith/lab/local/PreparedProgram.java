package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.MeasuredPoint;
import dev.codecsmith.lab.machine.Processor;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.KnownPoints;
import dev.codecsmith.lab.points.PointPlanning;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.lab.points.RunPace;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramSize;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that is built, has coded the smoke frames and the short clips, each once. A trial does
 * the first two, and the evaluation that follows it goes on from there.
 *
 * <p>Used by one thread at a time.
 */
final class PreparedProgram implements AutoCloseable {
  private final EvaluatorParts parts;
  private Preparation asked;
  private final EvaluationSettings settings;
  private final WorkFolder folder;
  private final EvaluationNotes notes;
  private final RunSlots slots;
  private List<Clip> shortClips = List.of();
  private List<RatePoint> shortPoints = List.of();
  private @Nullable ProgramRuns built;
  private ProgramSize size = new ProgramSize(0, 0);
  private String programSha256;
  private boolean smoked;

  private PreparedProgram(EvaluatorParts parts, Preparation asked, WorkFolder folder) {
    this.parts = parts;
    this.asked = asked;
    this.settings = asked.settings();
    this.folder = folder;
    this.notes = new EvaluationNotes(parts.artifacts());
    this.slots = parts.slots().countedApart();
    this.programSha256 = asked.program().sha256();
  }

  /** Nothing is done yet. */
  static PreparedProgram of(EvaluatorParts parts, Preparation asked)
      throws InfrastructureException {
    return new PreparedProgram(parts, asked, WorkFolder.create(parts.workDirectory()));
  }

  /**
   * What is prepared, and how.
   *
   * @param attempt names it in messages
   * @param program what is built
   * @param settings of the job, with the clips' files at hand
   */
  record Preparation(String attempt, Program program, EvaluationSettings settings) {
    Conditions conditions() {
      return new Conditions(program.sha256(), settings);
    }
  }

  /** What must be the same for an evaluation to go on from here. */
  record Conditions(String programSha256, EvaluationSettings settings) {}

  Conditions conditions() {
    return asked.conditions();
  }

  /** Goes on for another attempt, which asks for the same in the same way. */
  PreparedProgram continuedBy(Preparation attempt) {
    asked = attempt;
    return this;
  }

  /** Names the attempt in messages. */
  String attempt() {
    return asked.attempt();
  }

  EvaluationNotes notes() {
    return notes;
  }

  /** The built program's size, compressed; 0 before it is built. */
  ProgramSize size() {
    return size;
  }

  /**
   * What was built, as the build found it; of a program that no toolchain was asked for, what was
   * refused.
   */
  String programSha256() {
    return programSha256;
  }

  /**
   * Makes sure that what was run is what was built.
   *
   * @throws InfrastructureException if the files of the built program changed meanwhile
   */
  void requireUnchanged() throws InfrastructureException {
    if (built != null && !built.program().isUnchanged()) {
      throw new InfrastructureException(
          "The built program of "
              + asked.attempt()
              + " was changed on the disk while it was run, so its result is not kept. Check the"
              + " disk, and that nothing else writes below "
              + parts.workDirectory()
              + ".");
    }
  }

  /** The short clips that were measured, in order; none without a cascade. */
  List<Clip> shortClips() {
    return shortClips;
  }

  /** What was measured on the short clips, by clip and QUALITY. */
  List<RatePoint> shortPoints() {
    return shortPoints;
  }

  /**
   * Measures points of the built program.
   *
   * @param known points that may stand for new ones
   */
  PointRuns points(List<MeasuredPoint> known, Heartbeats heartbeats)
      throws CandidateFault, InfrastructureException {
    return points(known, folder, notes, heartbeats);
  }

  /**
   * The same with scratch space and a log that are the caller's, so that several may do so at once.
   */
  PointRuns points(
      List<MeasuredPoint> known, WorkFolder scratch, EvaluationNotes log, Heartbeats heartbeats)
      throws CandidateFault, InfrastructureException {
    return new PointRuns(
        settings,
        heartbeats,
        program(),
        slots,
        scratch,
        log,
        known(known).withShortClips(shortClips, settings.searchClips()));
  }

  /** How long its build and its runs have taken, the sum of it, without any wait for others. */
  Duration runTime() {
    return slots.held();
  }

  /** What the smoke frames told of what runs take. */
  Optional<RunPace> pace() {
    return Optional.ofNullable(built).flatMap(ProgramRuns::pace);
  }

  /** Takes over what they told another worker, where that was not told here. */
  void expect(Optional<RunPace> pace) {
    if (built != null && built.pace().isEmpty()) {
      pace.ifPresent(built::expect);
    }
  }

  /** Plans points, which needs no built program. */
  PointPlanning planning(List<MeasuredPoint> known) throws CandidateFault, InfrastructureException {
    return new PointPlanning(settings, asked.program().sha256(), known(known), notes);
  }

  private KnownPoints known(List<MeasuredPoint> known)
      throws CandidateFault, InfrastructureException {
    Toolchain toolchain = toolchain();
    return KnownPoints.of(
        known,
        settings,
        List.of(
            toolchain.language(),
            toolchain.version(),
            parts.sandbox().description(),
            Processor.description()),
        Optional.of(parts.machine().toString()));
  }

  private ProgramRuns program() {
    return Objects.requireNonNull(built, "not built");
  }

  private Toolchain toolchain() throws CandidateFault, InfrastructureException {
    try {
      return parts.toolchains().of(asked.program().language());
    } catch (InvalidProgramException e) {
      throw new CandidateFault(
          FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, String.valueOf(e.getMessage()));
    }
  }

  /** Builds the program; where that is done, only says so. */
  void build(Heartbeats heartbeats)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (built != null) {
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.BUILDING, 1, 1));
      return;
    }
    Toolchain toolchain = toolchain();
    heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.BUILDING, 0, 1));
    Path directory = folder.newFolder();
    BuildResult result = slots.in(() -> toolchain.build(asked.program(), directory));
    programSha256 = result.programSha256();
    heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.BUILDING, 1, 1));
    switch (result) {
      case BuildResult.CompileError error -> {
        notes.line("build: " + error.run().limitsInForce());
        throw CandidateFault.build(error);
      }
      case BuildResult.Built done -> {
        notes.line("build: " + done.run().limitsInForce());
        notes.standardError("build", done.run().standardError());
        size = done.program().size();
        if (size.total() > settings.limits().decoderBytes()) {
          throw new CandidateFault(
              FailureKind.DECODER_TOO_LARGE,
              ExperimentStatus.BUILDING,
              "The built program is "
                  + size.total()
                  + " bytes compressed, the names of its files counted; the campaign allows "
                  + settings.limits().decoderBytes()
                  + ". Make the program smaller: tables of data count as much as code.");
        }
        built = ProgramRuns.choosing(parts.sandbox(), toolchain, done.program(), settings);
      }
    }
  }

  /** Codes the smoke frames; where that is done, only says so. */
  void smoke(Heartbeats heartbeats)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (!smoked) {
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.SMOKE, 0, 1));
      SmokeGate gate = new SmokeGate(program(), settings, folder);
      SmokeGate _ =
          slots.in(() -> {
            gate.pass();
            return gate;
          });
      smoked = true;
    }
    heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.SMOKE, 1, 1));
  }

  /** Measures the short clips, where the cascade has some. */
  void screen(Cascade cascade, List<MeasuredPoint> known, Heartbeats heartbeats)
      throws CandidateFault, InfrastructureException, InterruptedException {
    List<Clip> clips = ShortClips.of(cascade, settings, folder);
    if (clips.isEmpty()) {
      return;
    }
    shortClips = clips;
    List<RatePoint> points = new ArrayList<>();
    points(known, heartbeats)
        .measure(Stage.SHORT, PointRuns.plans(clips, cascade.qualities()), points);
    points.sort(Scoring.order(clips));
    shortPoints = points;
  }

  @Override
  public void close() {
    folder.close();
  }
}
