package dev.codecsmith.evolve;

import dev.codecsmith.sandbox.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Programs by experiment, the ones used last in memory and the rest in the artifact store, so that
 * a campaign of ten thousand programs needs no more memory than one of a hundred.
 */
final class ProgramShelf {
  private static final int KEPT = 64;

  private final ArtifactStore artifacts;
  private final Map<String, Program> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program> eldest) {
          return size() > KEPT;
        }
      };

  ProgramShelf(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  synchronized void put(ExperimentRecord experiment, Program program) {
    kept.put(experiment.id(), program);
  }

  synchronized Program get(ExperimentRecord experiment) throws StoreException {
    Program known = kept.get(experiment.id());
    if (known != null) {
      return known;
    }
    String artifact = experiment.candidate().artifacts().get(ProgramArtifacts.ROLE);
    if (artifact == null) {
      throw new StoreException("The experiment " + experiment.id() + " has no stored program.");
    }
    Program program = ProgramArtifacts.read(artifacts, artifact);
    kept.put(experiment.id(), program);
    return program;
  }

  /** The experiment as proposers see it; its program is fetched when it is asked for. */
  Finished finished(ExperimentRecord experiment) {
    return new Finished(
        experiment,
        () -> {
          try {
            return get(experiment);
          } catch (StoreException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
