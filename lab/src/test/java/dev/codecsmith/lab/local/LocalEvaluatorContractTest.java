package dev.codecsmith.lab.local;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.job.AbstractEvaluatorTest;
import dev.codecsmith.lab.job.Evaluator;
import java.io.IOException;

/** The evaluation contract, in this process. */
class LocalEvaluatorContractTest extends AbstractEvaluatorTest {

  @Override
  protected Evaluator evaluator(Parts parts) throws IOException {
    return LocalEvaluations.worker(
        parts.worker(), parts.artifacts(), parts.sandbox(), parts.toolchains(), 2, parts.folder());
  }
}
