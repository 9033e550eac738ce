package dev.codecsmith.cli.control;

import dev.codecsmith.lab.experiment.Cancellations;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one process asks another to cancel an experiment that it evaluates: a file in the data
 * folder, named as the experiment, for which the process that runs a campaign looks twice a second.
 */
public final class CancelFolder {
  private static final Duration LOOK_UP = Duration.ofMillis(500);
  private static final Logger log = LoggerFactory.getLogger(CancelFolder.class);

  private final Path folder;
  private final ExperimentStore experiments;

  private CancelFolder(Path folder, ExperimentStore experiments) {
    this.folder = folder;
    this.experiments = experiments;
  }

  /** That of a data folder. */
  public static CancelFolder of(DataDirectory data) {
    return of(data, data.experiments());
  }

  private static CancelFolder of(DataDirectory data, ExperimentStore experiments) {
    return new CancelFolder(data.path().resolve("cancel"), experiments);
  }

  /**
   * Asks the process that runs a campaign with a data folder to cancel an experiment.
   *
   * @param experiments where the experiment is
   * @throws IOException with a sentence if there is none of that id, if it has ended, or if nobody
   *     runs its campaign with this folder
   */
  public static void ask(DataDirectory opened, ExperimentStore experiments, String experimentId)
      throws IOException {
    ExperimentSummary line =
        experiments
            .summary(experimentId)
            .orElseThrow(() -> new IOException("There is no experiment '" + experimentId + "'."));
    if (line.status().isFinal()) {
      throw new IOException(
          "Nothing to cancel: %s has ended, it %s.".formatted(experimentId, line.status().label()));
    }
    if (!isRunWith(opened, line.campaignId())) {
      throw new IOException(
          "Nothing to cancel: no process runs %s with the data folder %s."
              .formatted(line.campaignId(), opened.path()));
    }
    Path asked = of(opened, experiments).folder.resolve(experimentId);
    Files.createDirectories(asked.resolveSibling("."));
    if (Files.notExists(asked)) {
      Files.createFile(asked);
    }
  }

  /** Whether a process runs a campaign with a data folder, so that it looks there. */
  public static boolean isRunWith(DataDirectory opened, String campaignId) throws IOException {
    return DataDirectory.writer(opened.path())
        .flatMap(DataDirectory.Writer::campaign)
        .equals(Optional.of(campaignId));
  }

  /** Looks until it is closed; what was asked of a run before this one is forgotten. */
  public Watch watch(Cancellations cancellations) throws IOException {
    look(_ -> true);
    return new Watch(
        Thread.ofVirtual()
            .name("cancellations")
            .start(() -> {
              try {
                while (true) {
                  Thread.sleep(LOOK_UP);
                  take(cancellations);
                }
              } catch (InterruptedException e) {
                // The campaign has ended.
              } catch (IOException | RuntimeException e) {
                log.error("Experiments can no longer be cancelled: {}", e.toString());
              }
            }));
  }

  /** Cancels what is asked; what is not evaluated yet is asked for again with the next look. */
  void take(Cancellations cancellations) throws IOException {
    look(id -> cancellations.cancel(id) || isOver(id));
  }

  private boolean isOver(String experimentId) {
    try {
      return experiments.summary(experimentId).filter(line -> !line.status().isFinal()).isEmpty();
    } catch (StoreException e) {
      // A store that is away; it is asked again with the next look.
      return false;
    }
  }

  /** Takes what is asked and done out of the folder. */
  private void look(Predicate<String> done) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (done.test(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Ends the looking. */
  public record Watch(Thread thread) implements AutoCloseable {
    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
