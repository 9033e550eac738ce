package dev.codecsmith.evolve.history;

import dev.codecsmith.evolve.edits.normal.NormalisedProgram;
import dev.codecsmith.sandbox.program.Program;

/**
 * Which programs a campaign has proposed, and in which iteration each came first. A proposer sees
 * it up to an iteration, so that what it proposes does not depend on what happens beside it.
 */
public final class Proposed {
  private final FirstIterations contents = new FirstIterations();

  /** Adds a program; an earlier iteration that had the same stays the first. */
  public void add(int iteration, Program program) {
    contents.add(NormalisedProgram.hash(program), iteration);
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

    /**
     * Whether this program was proposed, or one that differs from it in comments and white space
     * only ({@link NormalisedProgram}).
     */
    public boolean hasContentOf(Program program) {
      return all.contents.has(NormalisedProgram.hash(program), last);
    }
  }
}
