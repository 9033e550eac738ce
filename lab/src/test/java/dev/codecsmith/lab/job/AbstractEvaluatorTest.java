package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * What every evaluator must do, theme by theme. There is no experiment store here: a job and an
 * artifact store are all that an evaluator has.
 */
public abstract class AbstractEvaluatorTest {
  /**
   * What an evaluator is made of.
   *
   * @param artifacts the caller's store, which holds the clips too
   * @param folder for whatever it keeps
   */
  protected record Parts(
      String worker,
      ArtifactStore artifacts,
      Sandbox sandbox,
      Toolchains toolchains,
      Path folder) {}

  /** A new evaluator. */
  protected abstract Evaluator evaluator(Parts parts) throws IOException;

  @Nested
  class Anchors extends AnchorJobs {
    @Override
    Evaluator evaluator(Parts parts) throws IOException {
      return AbstractEvaluatorTest.this.evaluator(parts);
    }
  }

  @Nested
  class Evaluations extends EvaluationJobs {
    @Override
    Evaluator evaluator(Parts parts) throws IOException {
      return AbstractEvaluatorTest.this.evaluator(parts);
    }
  }

  @Nested
  class Faults extends FaultyJobs {
    @Override
    Evaluator evaluator(Parts parts) throws IOException {
      return AbstractEvaluatorTest.this.evaluator(parts);
    }
  }

  @Nested
  class Signs extends JobSigns {
    @Override
    Evaluator evaluator(Parts parts) throws IOException {
      return AbstractEvaluatorTest.this.evaluator(parts);
    }
  }
}
