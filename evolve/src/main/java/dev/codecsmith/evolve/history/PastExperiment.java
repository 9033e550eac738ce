package dev.codecsmith.evolve.history;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.race.Race;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An experiment that ended. In memory is only what every later iteration looks at; the record with
 * its rate points and its failure's text, and the program, are fetched when they are asked for.
 */
public final class PastExperiment {
  private final String id;
  private final int iteration;
  private final String name;
  private final String proposer;
  private final Optional<Double> score;
  private final Optional<Double> shortScore;
  private final Optional<Race> race;
  private final boolean failed;
  private final Supplier<ExperimentRecord> record;
  private final Supplier<Program> program;

  /**
   * An experiment whose record stays in memory.
   *
   * @param program gives the same program each time
   */
  public PastExperiment(ExperimentRecord experiment, Supplier<Program> program) {
    this(ExperimentSummary.of(experiment), () -> experiment, program);
  }

  /**
   * Of the line no more is kept than what the methods below tell.
   *
   * @param record gives the same record each time
   * @param program gives the same program each time
   */
  PastExperiment(
      ExperimentSummary line, Supplier<ExperimentRecord> record, Supplier<Program> program) {
    this.id = line.id();
    this.iteration = line.iteration();
    this.name = line.program().name();
    this.proposer = line.program().proposer();
    this.score = line.score();
    this.shortScore = line.result().shortScore();
    this.race = line.result().race();
    this.failed = line.result().failure().isPresent();
    this.record = record;
    this.program = program;
  }

  private PastExperiment(PastExperiment other, Supplier<ExperimentRecord> record) {
    this.id = other.id;
    this.iteration = other.iteration;
    this.name = other.name;
    this.proposer = other.proposer;
    this.score = other.score;
    this.shortScore = other.shortScore;
    this.race = other.race;
    this.failed = other.failed;
    this.record = record;
    this.program = other.program;
  }

  /** The experiment's id. */
  public String id() {
    return id;
  }

  /** From 1. */
  public int iteration() {
    return iteration;
  }

  /** The candidate's short name. */
  public String name() {
    return name;
  }

  /** Who made the candidate. */
  public String proposer() {
    return proposer;
  }

  /**
   * Ids of the experiments that the candidate was made from.
   *
   * @throws java.io.UncheckedIOException if the record cannot be read from the store
   */
  public List<String> parents() {
    return experiment().candidate().parents();
  }

  /** BD-rate in percent; lower is better; empty if it failed. */
  public Optional<Double> score() {
    return score;
  }

  /** See {@link ExperimentRecord#shortScore()}. */
  public Optional<Double> shortScore() {
    return shortScore;
  }

  /** How it did beside its rival, where there was one. */
  public Optional<Race> race() {
    return race;
  }

  /**
   * The score; of what was left as no better than its rival, the one that its race makes likely.
   */
  public Optional<Double> scoreOrLikely() {
    return score.or(() -> race.filter(Race::left).map(Race::likelyScore));
  }

  public boolean failed() {
    return failed;
  }

  /**
   * The whole record.
   *
   * @throws java.io.UncheckedIOException if it cannot be read from the store
   */
  public ExperimentRecord experiment() {
    return record.get();
  }

  /**
   * The program that was measured.
   *
   * @throws java.io.UncheckedIOException if it cannot be read from the store
   */
  public Program program() {
    return program.get();
  }

  /** The same with a record from which something is left out whenever it is fetched. */
  PastExperiment showing(UnaryOperator<ExperimentRecord> shown) {
    return new PastExperiment(this, () -> shown.apply(record.get()));
  }
}
