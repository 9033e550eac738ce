package dev.codecsmith.lab;

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
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.Clip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Evaluates a program in this process, from left to right: build, smoke, encode every rate point,
 * decode every bitstream in a fresh sandbox while its frames stream into the metrics, then compare
 * with the anchors.
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
    this.sandbox = sandbox;
    this.toolchains = toolchains;
    this.artifacts = artifacts;
    this.anchors = anchors;
    this.slots = slots;
    this.workDirectory = workDirectory;
  }

  @Override
  public void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException, InterruptedException {
    int total = settings.anchors().size() * settings.clips().size();
    int done = 0;
    for (Clip clip : settings.clips()) {
      try {
        clip.verify();
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }
    listener.anchors(done, total);
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        anchors.curve(anchor, clip).checkBand();
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
    private final StringBuilder log = new StringBuilder();
    private final List<RatePoint> points = new ArrayList<>();
    private final Map<String, String> roles = new HashMap<>();
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
        ProgramRuns runs = buildAndSmoke();
        switch (settings.qualities()) {
          case Qualities.Fixed fixed -> measureOnEveryClip(runs, fixed.values());
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
      failure.ifPresent(f -> log.append(f.message()).append('\n'));
      if (!log.isEmpty()) {
        roles.put("log", put(log.toString()));
      }
      listener.phase(ExperimentStatus.PUBLISHING, 1, 1);
      return new Evaluation(
          request.program().sha256(),
          decoderBytes,
          points,
          scorecard.map(Scorecard::comparisons).orElse(Map.of()),
          failure.isPresent() ? Optional.empty() : scorecard.flatMap(Scorecard::score),
          failure,
          roles);
    }

    ProgramRuns buildAndSmoke()
        throws CandidateFault, InfrastructureException, InterruptedException {
      Toolchain toolchain = toolchain(request.program().language());
      ProgramRuns runs = new ProgramRuns(sandbox, toolchain, build(toolchain), settings.limits());
      smoke(runs);
      return runs;
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
          log.append("build: ").append(error.run().limitsInForce()).append('\n');
          throw CandidateFault.build(error);
        }
        case BuildResult.Built built -> {
          log.append("build: ").append(built.run().limitsInForce()).append('\n');
          note("build", built.run().standardError());
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

    private void measureOnEveryClip(ProgramRuns runs, List<Integer> qualities)
        throws CandidateFault, InfrastructureException, InterruptedException {
      List<PointPlan> plans = new ArrayList<>();
      for (Clip clip : settings.clips()) {
        for (int quality : qualities) {
          plans.add(new PointPlan(clip, quality));
        }
      }
      measure(runs, plans);
    }

    /** Codes and measures the plans and adds their points. */
    private void measure(ProgramRuns runs, List<PointPlan> plans)
        throws CandidateFault, InfrastructureException, InterruptedException {
      listener.phase(ExperimentStatus.ENCODING, 0, plans.size());
      AtomicInteger encoded = new AtomicInteger();
      List<FanOut.Task<Bitstream>> encodes = new ArrayList<>();
      for (PointPlan plan : plans) {
        encodes.add(() -> {
          Bitstream bitstream = slots.in(() -> encode(runs, plan));
          listener.phase(ExperimentStatus.ENCODING, encoded.incrementAndGet(), plans.size());
          return bitstream;
        });
      }
      List<Bitstream> bitstreams = FanOut.all(encodes);

      listener.phase(ExperimentStatus.DECODING, 0, plans.size());
      Set<PointPlan> twice = decodedTwice(plans);
      AtomicInteger decoded = new AtomicInteger();
      List<FanOut.Task<String>> decodes = new ArrayList<>();
      for (int i = 0; i < plans.size(); i++) {
        PointPlan plan = plans.get(i);
        Bitstream bitstream = bitstreams.get(i);
        decodes.add(() -> {
          String words = slots.in(() -> decode(runs, plan, twice.contains(plan), bitstream));
          listener.phase(ExperimentStatus.DECODING, decoded.incrementAndGet(), plans.size());
          return words;
        });
      }
      List<String> words = FanOut.all(decodes);
      for (int i = 0; i < plans.size(); i++) {
        note(plans.get(i).role("encode"), bitstreams.get(i).standardError());
        note(plans.get(i).role("decode"), words.get(i));
      }
    }

    private Set<PointPlan> decodedTwice(List<PointPlan> plans) {
      Set<PointPlan> sample = new HashSet<>();
      for (Clip clip : plans.stream().map(PointPlan::clip).distinct().toList()) {
        List<Integer> qualities =
            plans.stream()
                .filter(plan -> plan.clip().equals(clip))
                .map(PointPlan::quality)
                .toList();
        sample.add(
            new PointPlan(clip, RepeatSample.of(request.program().sha256(), clip, qualities)));
      }
      return sample;
    }

    private Bitstream encode(ProgramRuns runs, PointPlan plan)
        throws CandidateFault, InfrastructureException, InterruptedException {
      Bitstream bitstream =
          runs.encode(ExperimentStatus.ENCODING, plan.clip(), plan.quality(), folder.newFile(), 1);
      keep(plan.role("bitstream"), bitstream.file());
      return bitstream;
    }

    /** Measures a point, keeps it, and returns what the decoder wrote to standard error. */
    private String decode(ProgramRuns runs, PointPlan plan, boolean twice, Bitstream bitstream)
        throws CandidateFault, InfrastructureException, InterruptedException {
      Optional<FrameHashes> hashes = twice ? Optional.of(new FrameHashes()) : Optional.empty();
      Optional<Path> reconstruction =
          settings.keepReconstructions() ? Optional.of(folder.newFile()) : Optional.empty();
      ProgramRuns.Decoded decoded =
          runs.decode(
              ExperimentStatus.DECODING,
              plan.clip(),
              plan.quality(),
              bitstream,
              tap(plan.clip(), reconstruction, hashes),
              1);
      if (hashes.isPresent()) {
        runs.decodeAgain(
            ExperimentStatus.DECODING, plan.clip(), plan.quality(), bitstream, hashes.get());
      }
      Clip clip = plan.clip();
      String frames = put(decoded.measurement().framesCsv());
      if (reconstruction.isPresent()) {
        keep(plan.role("reconstruction"), reconstruction.get());
      }
      RatePoint point =
          new RatePoint(
              clip.name(),
              plan.quality(),
              bitstream.bytes(),
              Rates.kbps(bitstream.bytes(), clip),
              decoded.measurement().figures(),
              bitstream.encode(),
              decoded.resources(),
              bitstream.sha256(),
              frames);
      synchronized (points) {
        points.add(point);
      }
      return decoded.standardError();
    }

    private FrameTap tap(Clip clip, Optional<Path> file, Optional<FrameHashes> hashes)
        throws InfrastructureException {
      try {
        FrameTap kept = FrameTap.to(file, clip);
        return hashes.map(each -> FrameTap.both(kept, each)).orElse(kept);
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }

    private void measureOverTheBand(ProgramRuns runs)
        throws CandidateFault, InfrastructureException, InterruptedException {
      measureOnEveryClip(runs, QualityChooser.FIRST);
      for (int round = 0; round < QualityChooser.ROUNDS; round++) {
        List<PointPlan> more = new ArrayList<>();
        for (Clip clip : settings.clips()) {
          List<RatePoint> known = Scorecard.pointsOf(clip, points);
          QualityChooser.next(
                  known,
                  anchors.curve(settings.mainAnchor(), clip).band(Figures.PSNR_YUV).orElseThrow())
              .forEach(quality -> more.add(new PointPlan(clip, quality)));
        }
        if (more.isEmpty()) {
          break;
        }
        measure(runs, more);
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

    private void note(String what, String standardError) {
      if (!standardError.isBlank()) {
        log.append("== ")
            .append(what)
            .append('\n')
            .append(standardError.stripTrailing())
            .append('\n');
      }
    }

    private void keep(String role, Path file) throws InfrastructureException {
      String sha256 = put(file);
      synchronized (roles) {
        roles.put(role, sha256);
      }
    }

    private String put(String text) throws InfrastructureException {
      try {
        return artifacts.put(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }

    private String put(Path file) throws InfrastructureException {
      try {
        return artifacts.put(file);
      } catch (IOException e) {
        throw InfrastructureException.of(e);
      }
    }
  }

  /** A rate point to be measured. */
  private record PointPlan(Clip clip, int quality) {
    String role(String what) {
      return what + "/" + clip.name() + "/" + quality;
    }
  }
}
