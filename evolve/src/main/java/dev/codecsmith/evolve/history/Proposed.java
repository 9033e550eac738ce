package dev.codecsmith.evolve.history;

import dev.codecsmith.evolve.edits.normal.NormalisedProgram;
import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which programs a campaign has proposed, and in which iteration each came first. A proposer sees
 * it up to an iteration, so that what it proposes does not depend on what happens beside it.
 */
public final class Proposed {
  private final Map<String, Integer> exact = new ConcurrentHashMap<>();
  private final Map<String, Integer> contents = new ConcurrentHashMap<>();

  /** Adds a program; an earlier iteration that had the same stays the first. */
  public void add(int iteration, Program program) {
    exact.merge(program.sha256(), iteration, Math::min);
    contents.merge(NormalisedProgram.hash(program), iteration, Math::min);
  }

  /** What was proposed up to an iteration, that one included. */
  public View upTo(int iteration) {
    return new View(this, iteration);
  }

  /** What was proposed up to an iteration; programs added for later ones do not show. */
  public static final class View {
    private final Proposed all;
    private final int last;

    private View(Proposed all, int last) {
      this.all = all;
      this.last = last;
    }

    /** Nothing proposed yet. */
    public static View nothing() {
      return new Proposed().upTo(0);
    }

    /** Whether exactly this program was proposed. */
    public boolean has(Program program) {
      return shows(all.exact.get(program.sha256()));
    }

    /**
     * Whether this program was proposed, or one that differs from it in comments and white space
     * only ({@link NormalisedProgram}).
     */
    public boolean hasContentOf(Program program) {
      return shows(all.contents.get(NormalisedProgram.hash(program)));
    }

    private boolean shows(@Nullable Integer first) {
      return first != null && first <= last;
    }
  }
}
