package dev.codecsmith.sandbox.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.isolation.Sandboxes;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class LanguageCheckTest {
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
      assertThat(LanguageCheck.of(sandbox, toolchains, language, folder).outcome())
          .isEqualTo(new RunOutcome.Finished());
    }
  }
}
