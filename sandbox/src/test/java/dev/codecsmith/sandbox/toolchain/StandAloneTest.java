package dev.codecsmith.sandbox.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How programs are built and run where nothing of ours is. */
class StandAloneTest {
  private static StandAlone of(String language, String ending) {
    String entry = "codec/main" + ending;
    return StandAlone.of(
        Program.of(
            language, entry, Map.of(entry, "", "codec/more" + ending, "", "codec/notes.txt", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c|.c|gcc -std=gnu17 -O2 -pipe -I src -o program src/codec/main.c src/codec/more.c -lm -pthread",
        "cpp|.cc|g++ -std=gnu++20 -O2 -pipe -I src -o program src/codec/main.cc src/codec/more.cc -lm -pthread",
        "rust|.rs|rustc --edition 2021 --crate-name program -C opt-level=3 -C strip=symbols -C codegen-units=1 -C link-arg=-fuse-ld=bfd -o program src/codec/main.rs",
      })
  void compilersGetTheWordsOfTheSandbox(String language, String ending, String line) {
    StandAlone program = of(language, ending);
    assertThat(String.join(" ", program.build())).isEqualTo(line);
    assertThat(program.command()).containsExactly("{folder}/program");
  }

  @Test
  void anInterpreterIsGivenTheEntryAndTheThreadsOfTheSandbox() {
    StandAlone program = of("python", ".py");
    assertThat(program.build()).isEmpty();
    assertThat(program.command())
        .containsExactly("python3", "-E", "-s", "-B", "{folder}/src/codec/main.py");
    assertThat(program.environment())
        .containsEntry("OMP_NUM_THREADS", "1")
        .doesNotContainKey("HOME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "python", "c", "cpp", "rust"})
  void everyLanguageSaysWhatItNeeds(String language) {
    StandAlone program = of(language, ".x");
    assertThat(program.needs()).contains("(");
    assertThat(String.join(" ", program.command()) + String.join(" ", program.build()))
        .doesNotContain("{tool}", "{entry}", "{sources}", "/tmp/");
  }

  @Test
  void aLanguageThatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> of("cobol", ".cob")).hasMessageContaining("cobol");
  }
}
