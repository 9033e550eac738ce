package dev.codecsmith.evolve.history;

import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records and programs by experiment, the ones used last in memory and the rest in the store, so
 * that a campaign of a hundred thousand programs needs little more memory than one of a hundred.
 */
public final class ExperimentCache {
  private static final int KEPT = 64;

  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final String campaignId;
  private final Map<String, ExperimentRecord> records = new Newest<>();
  private final Map<String, Program> programs = new Newest<>();

  /** Lines that were read last, by iteration. */
  private List<ExperimentSummary> lines = List.of();

  /** A map of what was used last. */
  private static final class Newest<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1;

    Newest() {
      super(KEPT, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > KEPT;
    }
  }

  public ExperimentCache(ExperimentStore store, ArtifactStore artifacts, String campaignId) {
    this.store = store;
    this.artifacts = artifacts;
    this.campaignId = campaignId;
  }

  public synchronized void put(ExperimentRecord experiment, Program program) {
    programs.put(experiment.id(), program);
  }

  /**
   * The record of an experiment that has ended.
   *
   * @throws StoreException also if it is gone
   */
  private synchronized ExperimentRecord record(String id) throws StoreException {
    ExperimentRecord known = records.get(id);
    if (known != null) {
      return known;
    }
    ExperimentRecord stored = store.find(id).orElseThrow(() -> gone("experiment " + id));
    records.put(id, stored);
    return stored;
  }

  private static StoreException gone(String what) {
    return new StoreException(
        "The "
            + what
            + " was deleted while its campaign runs; run the campaign again to evaluate it anew.");
  }

  public synchronized Program program(ExperimentRecord experiment) throws StoreException {
    Program known = programs.get(experiment.id());
    if (known != null) {
      return known;
    }
    String artifact = experiment.candidate().artifacts().get(ProgramReference.ROLE);
    if (artifact == null) {
      throw new StoreException("The experiment " + experiment.id() + " has no stored program.");
    }
    Program program = ProgramReference.read(artifacts, artifact);
    programs.put(experiment.id(), program);
    return program;
  }

  /** An experiment that has ended, as the campaign remembers it. */
  public synchronized PastExperiment finished(ExperimentRecord experiment) {
    records.put(experiment.id(), experiment);
    return past(ExperimentSummary.of(experiment));
  }

  /**
   * The experiment of an iteration, which has ended.
   *
   * @throws UncheckedIOException if it cannot be read, also if it is gone
   */
  public synchronized PastExperiment at(int iteration) {
    return past(read(() -> line(iteration)));
  }

  private PastExperiment past(ExperimentSummary line) {
    String id = line.id();
    return new PastExperiment(
        line, () -> read(() -> record(id)), () -> read(() -> program(record(id))));
  }

  private ExperimentSummary line(int iteration) throws StoreException {
    for (int attempt = 0; attempt < 2; attempt++) {
      for (ExperimentSummary line : lines) {
        if (line.iteration() == iteration) {
          return line;
        }
      }
      lines = store.summaries(campaignId, iteration - 1, KEPT);
    }
    throw gone("experiment of iteration " + iteration);
  }

  /** Something that is read from the store. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws StoreException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    }
  }
}
