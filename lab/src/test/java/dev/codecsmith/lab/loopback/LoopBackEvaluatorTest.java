package dev.codecsmith.lab.loopback;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.job.AbstractEvaluatorTest;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;

/** The evaluation contract, through JSON and a store of the worker's own. */
class LoopBackEvaluatorTest extends AbstractEvaluatorTest {

  @Override
  protected Evaluator evaluator(Parts parts) throws IOException {
    ArtifactStore workers =
        FileArtifactStore.open(parts.folder().resolve("artifacts"), parts.worker());
    return new LoopBackEvaluator(
        new ArtifactTransfer(parts.artifacts(), workers),
        LocalEvaluations.worker(
            parts.worker(),
            workers,
            parts.sandbox(),
            parts.toolchains(),
            2,
            parts.folder().resolve("work")));
  }
}
