package dev.codecsmith.lab.local;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.points.EvaluationNotes;
import dev.codecsmith.lab.points.PointMemory;
import dev.codecsmith.lab.points.PointRuns;
import dev.codecsmith.lab.points.PointRuns.Stage;
import dev.codecsmith.lab.points.Processor;
import dev.codecsmith.lab.points.ProgramRuns;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.InvalidProgramException;
import dev.codecsmith.sandbox.program.ProgramSize;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an evaluation: building, smoke frames and short clips, each done once. A trial
 * does the first two, and the evaluation that follows it goes on from there.
 *
 * <p>Used by one thread at a time.
 */
final class Opening implements AutoCloseable {
  private final EvaluatorParts parts;
  private final EvaluationRequest request;
  private final EvaluationSettings settings;
  private final WorkFolder folder;
  private final EvaluationNotes notes;
  private List<Clip> shortClips = List.of();
  private List<RatePoint> shortPoints = List.of();
  private @Nullable ProgramRuns built;
  private ProgramSize size = new ProgramSize(0, 0);
  private String programSha256;
  private boolean smoked;

  private Opening(EvaluatorParts parts, EvaluationRequest request, WorkFolder folder) {
    this.parts = parts;
    this.request = request;
    this.settings = request.settings();
    this.folder = folder;
    this.notes = new EvaluationNotes(parts.artifacts());
    this.programSha256 = request.program().sha256();
  }

  /** Nothing is done yet. */
  static Opening of(EvaluatorParts parts, EvaluationRequest request)
      throws InfrastructureException {
    return new Opening(parts, request, WorkFolder.create(parts.workDirectory()));
  }

  /** What must be the same for an evaluation to go on from here. */
  record Conditions(String programSha256, EvaluationSettings settings, boolean reuse) {
    static Conditions of(EvaluationRequest request) {
      return new Conditions(request.program().sha256(), request.settings(), request.reuse());
    }
  }

  Conditions conditions() {
    return Conditions.of(request);
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
              + request.experimentId()
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

  /** Measures points of the built program. */
  PointRuns points(EvaluationListener listener) throws CandidateFault, InfrastructureException {
    Optional<PointMemory> remembered = Optional.empty();
    if (request.reuse() && parts.memory().isPresent()) {
      Toolchain toolchain = toolchain();
      remembered =
          Optional.of(
              new PointMemory(
                  parts.memory().get(),
                  parts.artifacts(),
                  request.program().sha256(),
                  settings,
                  List.of(
                      toolchain.language(),
                      toolchain.version(),
                      parts.sandbox().description(),
                      Processor.description())));
    }
    return new PointRuns(
        request.program().sha256(),
        settings,
        listener,
        program(),
        parts.slots(),
        folder,
        notes,
        remembered);
  }

  private ProgramRuns program() {
    return Objects.requireNonNull(built, "not built");
  }

  private Toolchain toolchain() throws CandidateFault, InfrastructureException {
    try {
      return parts.toolchains().of(request.program().language());
    } catch (InvalidProgramException e) {
      throw new CandidateFault(
          FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, String.valueOf(e.getMessage()));
    }
  }

  /** Builds the program; where that is done, only says so. */
  void build(EvaluationListener listener)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (built != null) {
      listener.phase(ExperimentStatus.BUILDING, 1, 1);
      return;
    }
    Toolchain toolchain = toolchain();
    listener.phase(ExperimentStatus.BUILDING, 0, 1);
    Path directory = folder.newFolder();
    BuildResult result = parts.slots().in(() -> toolchain.build(request.program(), directory));
    programSha256 = result.programSha256();
    listener.phase(ExperimentStatus.BUILDING, 1, 1);
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
        built = new ProgramRuns(parts.sandbox(), toolchain, done.program(), settings);
      }
    }
  }

  /** Codes the smoke frames; where that is done, only says so. */
  void smoke(EvaluationListener listener)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (!smoked) {
      listener.phase(ExperimentStatus.SMOKE, 0, 1);
      SmokeGate gate = new SmokeGate(program(), settings, folder);
      parts
          .slots()
          .in(() -> {
            gate.pass();
            return gate;
          });
      smoked = true;
    }
    listener.phase(ExperimentStatus.SMOKE, 1, 1);
  }

  /** Measures the short clips, where the cascade has some. */
  void screen(Cascade cascade, EvaluationListener listener)
      throws CandidateFault, InfrastructureException, InterruptedException {
    List<Clip> clips = cascade.shortClips(settings, folder);
    if (clips.isEmpty()) {
      return;
    }
    List<RatePoint> points = new ArrayList<>();
    points(listener).measure(Stage.SHORT, PointRuns.plans(clips, cascade.qualities()), points);
    points.sort(Scoring.order(clips));
    shortClips = clips;
    shortPoints = points;
  }

  @Override
  public void close() {
    folder.close();
  }
}
