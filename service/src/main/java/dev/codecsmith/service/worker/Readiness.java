package dev.codecsmith.service.worker;

import dev.codecsmith.service.process.DiskSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Why a worker should not be given work just now. */
public final class Readiness {
  private final Worker worker;
  private final Path folder;
  private final Supplier<Optional<String>> own;

  /**
   * @param folder on whose disk it works
   * @param own what keeps the worker itself from work, in a sentence; empty where nothing does
   */
  public Readiness(Worker worker, Path folder, Supplier<Optional<String>> own) {
    this.worker = worker;
    this.folder = folder;
    this.own = own;
  }

  /** Sentences; none where it is ready. */
  public List<String> reasonsAgainst() {
    List<String> reasons = new ArrayList<>();
    own.get().ifPresent(reasons::add);
    if (worker.isEnding()) {
      reasons.add("It is ending.");
    }
    DiskSpace.reasonAgainst(folder).ifPresent(reasons::add);
    return reasons;
  }
}
