package dev.codecsmith.service.limits;

import java.util.HashSet;
import java.util.Set;

/** Lets artifacts come in from one client each; another one waits for its turn. */
public final class ArtifactTurns {
  private final Set<String> taken = new HashSet<>();
  private int waiting;

  /** A turn at once; false where another has it. */
  public synchronized boolean tryBegin(String sha256) {
    return taken.add(sha256);
  }

  /** Waits for a turn, however long others take theirs. */
  public synchronized void begin(String sha256) throws InterruptedException {
    waiting++;
    try {
      while (!taken.add(sha256)) {
        wait();
      }
    } finally {
      waiting--;
    }
  }

  /** Ends a turn. */
  public synchronized void end(String sha256) {
    taken.remove(sha256);
    notifyAll();
  }

  /** How many wait. */
  public synchronized int waiting() {
    return waiting;
  }
}
