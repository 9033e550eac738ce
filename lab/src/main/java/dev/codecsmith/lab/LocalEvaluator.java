package dev.codecsmith.lab;

import dev.codecsmith.lab.PointRuns.Plan;
import dev.codecsmith.lab.PointRuns.Stage;
import dev.codecsmith.sandbox.BuildResult;
import dev.codecsmith.sandbox.BuiltProgram;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.InvalidProgramException;
import dev.codecsmith.sandbox.LiveRuns;
import dev.codecsmith.sandbox.Program;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.Toolchain;
import dev.codecsmith.sandbox.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.Json;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates a program in this process, from left to right: build, smoke, encode every rate point,
 * decode every bitstream in a fresh sandbox while its frames stream into the metrics, then compare
 * with the anchors. Where the campaign has a {@link Cascade}, short clips are measured first.
 *
 * <p>A phase ends before the next begins; within one, runs go side by side as far as the slots
 * allow. The fault that is reported does not depend on which of them ended first.
 */
public final class LocalEvaluator implements Evaluator {
  private final Sandbox sandbox;
  private final Toolchains toolchains;
  private final ArtifactStore artifacts;
  private final AnchorBench anchors;
  private final RunSlots slots;
  private final Path workDirectory;
  private final Optional<ExperimentStore> memory;

  /**
   * @param sandbox where programs run
   * @param toolchains the languages known here
   * @param artifacts where bitstreams, logs and per-frame metrics go
   * @param anchors measures, and remembers, what programs are compared with
   * @param slots shared by all evaluations of this process
   * @param workDirectory scratch space; an evaluation leaves nothing there
   */
  public LocalEvaluator(
      Sandbox sandbox,
      Toolchains toolchains,
      ArtifactStore artifacts,
      AnchorBench anchors,
      RunSlots slots,
      Path workDirectory) {
    this(sandbox, toolchains, artifacts, anchors, slots, workDirectory, Optional.empty());
  }

  private LocalEvaluator(
      Sandbox sandbox,
      Toolchains toolchains,
      ArtifactStore artifacts,
      AnchorBench anchors,
      RunSlots slots,
      Path workDirectory,
      Optional<ExperimentStore> memory) {
    this.sandbox = sandbox;
    this.toolchains = toolchains;
    this.artifacts = artifacts;
    this.anchors = anchors;
    this.slots = slots;
    this.workDirectory = workDirectory;
    this.memory = memory;
  }

  /**
   * This evaluator with a memory for rate points, which requests that allow it draw upon (see
   * {@link EvaluationRequest#reuse}).
   *
   * @param store where points are remembered, whose artifacts are this evaluator's
   */
  public LocalEvaluator remembering(ExperimentStore store) {
    return new LocalEvaluator(
        sandbox, toolchains, artifacts, anchors, slots, workDirectory, Optional.of(store));
  }

  @Override
  public void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    Devices.check(settings.devices());
    for (Clip clip : settings.clips()) {
      try {
        clip.verify();
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      List<Clip> shortClips =
          settings.cascade().isPresent()
              ? settings.cascade().get().shortClips(settings, folder)
              : List.of();
      int total = settings.anchors().size() * settings.clips().size() + shortClips.size();
      int done = 0;
      listener.anchors(done, total);
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          anchors.curve(anchor, clip).checkBand();
          listener.anchors(++done, total);
        }
      }
      for (Clip clip : shortClips) {
        anchors.curve(settings.mainAnchor(), clip);
        listener.anchors(++done, total);
      }
    }
  }

  @Override
  public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException {
    FreeSpace.check(workDirectory, request.settings());
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      return new Run(request, listener, folder).evaluate();
    }
  }

  /**
   * Builds a program and codes the smoke frames with it, and nothing more; nothing of it is kept.
   *
   * @return the program's fault; empty if it builds and runs
   */
  public Optional<Failure> trial(EvaluationRequest request)
      throws InfrastructureException, InterruptedException {
    try (WorkFolder folder = WorkFolder.create(workDirectory)) {
      new Run(request, EvaluationListener.none(), folder).buildAndSmoke();
      return Optional.empty();
    } catch (CandidateFault fault) {
      return Optional.of(fault.failure());
    }
  }

  /** The state of one evaluation. */
  private final class Run {
    private final EvaluationRequest request;
    private final EvaluationSettings settings;
    private final EvaluationListener listener;
    private final WorkFolder folder;
    private final EvaluationNotes notes = new EvaluationNotes(artifacts);
    private final List<RatePoint> points = new ArrayList<>();
    private OptionalDouble shortScore = OptionalDouble.empty();
    private long decoderBytes;

    Run(EvaluationRequest request, EvaluationListener listener, WorkFolder folder) {
      this.request = request;
      this.settings = request.settings();
      this.listener = listener;
      this.folder = folder;
    }

    Evaluation evaluate() throws InfrastructureException, InterruptedException {
      Optional<Scorecard> scorecard = Optional.empty();
      Optional<Failure> failure = Optional.empty();
      try {
        ProgramRuns program = built();
        PointRuns runs = pointRuns(program);
        boolean screeningFirst =
            settings
                .cascade()
                .filter(cascade -> SmokeGate.isNoLessThan(cascade, settings))
                .isPresent();
        if (!screeningFirst) {
          smoke(program);
        }
        if (settings.cascade().isPresent()) {
          screen(runs, settings.cascade().get());
        }
        if (screeningFirst) {
          smoke(program);
        }
        switch (settings.qualities()) {
          case Qualities.Fixed fixed ->
              runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), fixed.values()), points);
          case Qualities.Auto _ -> measureOverTheBand(runs);
        }
        scorecard = Optional.of(score());
        failure = scorecard.get().failure();
      } catch (CandidateFault fault) {
        if (LiveRuns.areEnding()) {
          throw new InfrastructureException(
              request.experimentId() + " was stopped because Codecsmith is ending.");
        }
        failure = Optional.of(fault.failure());
      }
      points.sort(Scorecard.order(settings.clips()));
      listener.phase(ExperimentStatus.PUBLISHING, 0, 1);
      failure.ifPresent(f -> notes.line(f.message()));
      Map<String, String> roles = notes.finish();
      listener.phase(ExperimentStatus.PUBLISHING, 1, 1);
      return new Evaluation(
          request.program().sha256(),
          decoderBytes,
          points,
          scorecard.map(Scorecard::comparisons).orElse(Map.of()),
          failure.isPresent() ? Optional.empty() : scorecard.flatMap(Scorecard::score),
          failure,
          roles,
          shortScore);
    }

    void buildAndSmoke() throws CandidateFault, InfrastructureException, InterruptedException {
      smoke(built());
    }

    private ProgramRuns built()
        throws CandidateFault, InfrastructureException, InterruptedException {
      Devices.check(settings.devices());
      Toolchain toolchain = toolchain(request.program().language());
      return new ProgramRuns(sandbox, toolchain, build(toolchain), settings);
    }

    private PointRuns pointRuns(ProgramRuns runs) throws CandidateFault, InfrastructureException {
      Toolchain toolchain = toolchain(request.program().language());
      Optional<PointMemory> points =
          request.reuse()
              ? memory.map(store ->
                  new PointMemory(
                      store,
                      artifacts,
                      request.program().sha256(),
                      settings,
                      List.of(
                          toolchain.language(),
                          toolchain.version(),
                          sandbox.description(),
                          Processor.description())))
              : Optional.empty();
      return new PointRuns(request, listener, runs, slots, folder, notes, points);
    }

    private Toolchain toolchain(String language) throws CandidateFault, InfrastructureException {
      try {
        return toolchains.of(language);
      } catch (InvalidProgramException e) {
        throw new CandidateFault(
            FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, String.valueOf(e.getMessage()));
      }
    }

    private BuiltProgram build(Toolchain toolchain)
        throws CandidateFault, InfrastructureException, InterruptedException {
      listener.phase(ExperimentStatus.BUILDING, 0, 1);
      Program program = request.program();
      Path directory = folder.newFolder();
      BuildResult result = slots.in(() -> toolchain.build(program, directory));
      listener.phase(ExperimentStatus.BUILDING, 1, 1);
      return switch (result) {
        case BuildResult.CompileError error -> {
          notes.line("build: " + error.run().limitsInForce());
          throw CandidateFault.build(error);
        }
        case BuildResult.Built built -> {
          notes.line("build: " + built.run().limitsInForce());
          notes.standardError("build", built.run().standardError());
          decoderBytes = built.program().decoderBytes();
          if (decoderBytes > settings.limits().decoderBytes()) {
            throw new CandidateFault(
                FailureKind.DECODER_TOO_LARGE,
                ExperimentStatus.BUILDING,
                "The built program is "
                    + decoderBytes
                    + " bytes compressed; the campaign allows "
                    + settings.limits().decoderBytes()
                    + ". Make the program smaller: tables of data count as much as code.");
          }
          yield built.program();
        }
      };
    }

    private void smoke(ProgramRuns runs)
        throws CandidateFault, InfrastructureException, InterruptedException {
      listener.phase(ExperimentStatus.SMOKE, 0, 1);
      SmokeGate gate = new SmokeGate(runs, settings, folder);
      slots.in(() -> {
        gate.pass();
        return gate;
      });
      listener.phase(ExperimentStatus.SMOKE, 1, 1);
    }

    /** Measures the short clips, and ends the evaluation of a program that is far behind there. */
    private void screen(PointRuns runs, Cascade cascade)
        throws CandidateFault, InfrastructureException, InterruptedException {
      List<Clip> clips = cascade.shortClips(settings, folder);
      if (clips.isEmpty()) {
        return;
      }
      List<RatePoint> shortPoints = new ArrayList<>();
      runs.measure(Stage.SHORT, PointRuns.plans(clips, cascade.qualities()), shortPoints);
      shortPoints.sort(Scorecard.order(clips));
      notes.role("short-points", notes.put(Json.write(shortPoints)));
      List<AnchorCurve> curves = new ArrayList<>();
      for (Clip clip : clips) {
        curves.add(anchors.curve(settings.mainAnchor(), clip));
      }
      shortScore = ShortScore.of(clips, curves, shortPoints);
      if (shortScore.isPresent() && request.hurdle().isPresent()) {
        double hurdle = request.hurdle().getAsDouble();
        if (shortScore.getAsDouble() > hurdle + cascade.margin()) {
          throw new CandidateFault(
              FailureKind.DOMINATED,
              ExperimentStatus.SCREENING,
              cascade.sentence(shortScore.getAsDouble(), hurdle, settings.mainAnchor()));
        }
      }
    }

    private void measureOverTheBand(PointRuns runs)
        throws CandidateFault, InfrastructureException, InterruptedException {
      runs.measure(Stage.FULL, PointRuns.plans(settings.clips(), QualityChooser.FIRST), points);
      for (int round = 0; round < QualityChooser.ROUNDS; round++) {
        List<Plan> more = new ArrayList<>();
        for (Clip clip : settings.clips()) {
          List<RatePoint> known = Scorecard.pointsOf(clip, points);
          QualityChooser.next(
                  known,
                  anchors.curve(settings.mainAnchor(), clip).band(Figures.PSNR_YUV).orElseThrow())
              .forEach(quality -> more.add(new Plan(clip, quality)));
        }
        if (more.isEmpty()) {
          break;
        }
        runs.measure(Stage.FULL, more, points);
      }
    }

    private Scorecard score() throws InfrastructureException, InterruptedException {
      int curves = settings.anchors().size() * settings.clips().size();
      listener.phase(ExperimentStatus.MEASURING, 0, curves);
      List<AnchorCurve> measured = new ArrayList<>();
      for (Anchor anchor : settings.anchors()) {
        for (Clip clip : settings.clips()) {
          measured.add(anchors.curve(anchor, clip));
          listener.phase(ExperimentStatus.MEASURING, measured.size(), curves);
        }
      }
      points.sort(Scorecard.order(settings.clips()));
      return Scorecard.of(settings, measured, points);
    }
  }
}
