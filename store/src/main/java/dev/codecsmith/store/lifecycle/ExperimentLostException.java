package dev.codecsmith.store.lifecycle;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import java.util.Optional;

/**
 * An experiment is no longer this process's to work on: another process has it, it has ended, or it
 * was deleted. The cause of an {@link InfrastructureException} that is not to be tried again.
 */
public final class ExperimentLostException extends Exception {
  private static final long serialVersionUID = 1L;

  private ExperimentLostException(String message) {
    super(message);
  }

  /**
   * The fault, in words.
   *
   * @param owner who worked on it here
   * @param stored the record as it is in the store now; empty if it is gone
   */
  static InfrastructureException fault(String id, String owner, Optional<ExperimentRecord> stored) {
    String sentence =
        stored
            .map(record -> record.owner().equals(owner) ? changed(id) : takenOver(id, record))
            .orElse(
                "The experiment "
                    + id
                    + " was deleted while it was worked on; the work was ended, and nothing of it"
                    + " is kept. The same command evaluates its iteration anew.");
    return InfrastructureException.lasting(sentence, new ExperimentLostException(sentence));
  }

  private static String takenOver(String id, ExperimentRecord stored) {
    return "The experiment "
        + id
        + " was taken over by "
        + stored.owner()
        + " while it was worked on here; the work was ended, and nothing of it is kept. Two"
        + " processes write this data folder: let one of them end, then run this command again.";
  }

  private static String changed(String id) {
    return "The experiment "
        + id
        + " was worked on twice in this process, and its record was changed or ended meanwhile; the"
        + " work was ended, and nothing of it is kept. The same command goes on from the record.";
  }
}
