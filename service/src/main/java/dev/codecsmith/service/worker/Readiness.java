package dev.codecsmith.service.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Why a worker should not be given work just now. */
public final class Readiness {
  /** Less is too little for the clips and reconstructions of one experiment. */
  private static final long LEAST_FREE_BYTES = 1L << 30;

  private final Worker worker;
  private final Path folder;
  private final Supplier<Optional<String>> preparing;

  /**
   * @param folder on whose disk it works
   * @param preparing what it does before it is ready, in a sentence; empty once it is
   */
  public Readiness(Worker worker, Path folder, Supplier<Optional<String>> preparing) {
    this.worker = worker;
    this.folder = folder;
    this.preparing = preparing;
  }

  /** Sentences; none where it is ready. */
  public List<String> reasonsAgainst() {
    List<String> reasons = new ArrayList<>();
    preparing.get().ifPresent(reasons::add);
    if (worker.isEnding()) {
      reasons.add("It is ending.");
    }
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < LEAST_FREE_BYTES) {
        reasons.add(
            "The disk below " + folder + " has " + (free >> 20) + " MiB free; 1 GiB is needed.");
      }
    } catch (IOException e) {
      reasons.add("The folder " + folder + " cannot be looked at: " + e.getMessage() + ".");
    }
    return reasons;
  }
}
