package dev.codecsmith.evolve.campaign;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scores a toy program by its one number: the nearer to 60 the better. Faults on demand. */
final class ToyEvaluator implements Evaluations {
  static final EvaluationSettings SETTINGS =
      new EvaluationSettings(
          List.of(
              new Clip(
                  "toy",
                  Path.of("toy.y4m"),
                  new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
                  1,
                  "0".repeat(64))),
          List.of(),
          Qualities.DEFAULT,
          List.of(Anchors.named(Anchors.DEFAULT)),
          CodingLimits.defaults(),
          Extras.NONE);

  private static final Pattern NUMBER = Pattern.compile("a = (-?\\d+);");

  private final List<String> evaluated = new ArrayList<>();
  private final Map<String, OptionalDouble> hurdles = new HashMap<>();
  private final Map<String, Integer> frames = new HashMap<>();
  private final Map<String, Rival> rivals = new HashMap<>();
  private int lifetime = Integer.MAX_VALUE;
  private int shakyIteration = -1;
  private int rejected = -1;
  private boolean otherProgram;
  private boolean unprepared;
  private boolean oddLast;
  private final CountDownLatch even = new CountDownLatch(1);

  ToyEvaluator dyingAfter(int evaluations) {
    lifetime = evaluations;
    return this;
  }

  ToyEvaluator failingOnceAt(int iteration) {
    shakyIteration = iteration;
    return this;
  }

  ToyEvaluator failingOnceAtPreparing() {
    unprepared = true;
    return this;
  }

  ToyEvaluator rejecting(int number) {
    rejected = number;
    return this;
  }

  ToyEvaluator runningAnotherProgram() {
    otherProgram = true;
    return this;
  }

  /** Iteration 1 ends only when iteration 2 has ended. */
  ToyEvaluator endingOddIterationsLast() {
    oddLast = true;
    return this;
  }

  /** The hurdle that each experiment met, by the experiment's id. */
  synchronized Map<String, OptionalDouble> hurdles() {
    return Map.copyOf(hurdles);
  }

  /** How many first frames of each clip were to be looked at, by experiment. */
  synchronized Map<String, Integer> frames() {
    return Map.copyOf(frames);
  }

  /** The rival that each experiment met, by the experiment's id. */
  synchronized Map<String, Rival> rivals() {
    return Map.copyOf(rivals);
  }

  /** Ids of the experiments evaluated to their end. */
  synchronized List<String> evaluated() {
    return List.copyOf(evaluated);
  }

  @Override
  public Optional<Failure> trial(EvaluationRequest request) {
    return Optional.empty();
  }

  @Override
  public synchronized void prepare(EvaluationSettings settings, PreparationListener listener)
      throws InfrastructureException {
    if (unprepared) {
      unprepared = false;
      throw new InfrastructureException("The toy worker has not got up yet.");
    }
  }

  @Override
  public Evaluation evaluate(EvaluationRequest request, EvaluationListener listener)
      throws InfrastructureException, InterruptedException {
    if (oddLast && request.experimentId().startsWith("exp_iter1_")) {
      even.await();
    }
    Evaluation evaluation = evaluateNow(request, listener);
    if (request.experimentId().startsWith("exp_iter2_")) {
      even.countDown();
    }
    return evaluation;
  }

  private synchronized Evaluation evaluateNow(
      EvaluationRequest request, EvaluationListener listener) throws InfrastructureException {
    if (evaluated.size() >= lifetime) {
      throw new InfrastructureException("The toy worker is dead.");
    }
    if (request.experimentId().startsWith("exp_iter" + shakyIteration + "_")) {
      shakyIteration = -1;
      throw new InfrastructureException("The toy worker stumbled.");
    }
    listener.phase(ExperimentStatus.BUILDING, 0, 1);
    evaluated.add(request.experimentId());
    hurdles.put(request.experimentId(), request.hurdle());
    request
        .settings()
        .cascade()
        .ifPresent(cascade -> frames.put(request.experimentId(), cascade.frames()));
    request.rival().ifPresent(rival -> rivals.put(request.experimentId(), rival));
    Matcher number = NUMBER.matcher(String.join("\n", request.program().files().values()));
    if (!number.find()) {
      throw new IllegalArgumentException("No number in the toy program.");
    }
    int value = Integer.parseInt(number.group(1));
    Optional<Failure> failure =
        value == rejected
            ? Optional.of(
                new Failure(FailureKind.CRASHED, ExperimentStatus.SMOKE, "It hates " + value + "."))
            : Optional.empty();
    return new Evaluation(
        new Executed("toy", otherProgram ? "f".repeat(64) : request.program().sha256(), 100, 0),
        List.of(),
        Map.of(),
        failure.isPresent() ? Optional.empty() : Optional.of((double) Math.abs(60 - value)),
        OptionalDouble.of(Math.abs(60 - value)),
        failure,
        Map.of());
  }
}
