package dev.codecsmith.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialRunTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"java", "python", "c", "cpp", "rust"})
  void aProgramOfEachLanguageIsBuiltAndRun(String language) throws Exception {
    Bubblewrap sandbox = Sandboxes.bubblewrap();
    try (Toolchains toolchains = Toolchains.in(sandbox, Sandboxes.cache())) {
      try {
        toolchains.of(language);
      } catch (InfrastructureException e) {
        Assumptions.abort("skipped: " + e.getMessage());
      }
      assertThat(TrialRun.of(sandbox, toolchains, language, folder).outcome())
          .isEqualTo(new RunOutcome.Finished());
    }
  }
}
