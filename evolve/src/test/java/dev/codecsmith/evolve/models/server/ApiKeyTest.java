package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("KEY", " from-environment\n");

  @Test
  void keyComesFromTheEnvironment() throws Exception {
    ApiKey key = ApiKey.require(ENVIRONMENT, "KEY", Optional.empty());

    assertThat(key.secret()).isEqualTo("from-environment");
    assertThat(key.source()).isEqualTo("KEY");
  }

  @Test
  void namedFileComesBeforeTheEnvironment(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "from-file\n");

    assertThat(ApiKey.require(ENVIRONMENT, "KEY", Optional.of(file)).secret())
        .isEqualTo("from-file");
  }

  @Test
  void keyIsNeverShown() throws Exception {
    assertThat(ApiKey.require(ENVIRONMENT, "KEY", Optional.empty()).toString())
        .isEqualTo("ApiKey[from KEY]");
  }

  @Test
  void missingKeyNamesTheVariable() {
    for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("KEY", " "))) {
      assertThatThrownBy(() -> ApiKey.require(environment, "KEY", Optional.empty()))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("set the environment variable KEY");
    }
  }

  @Test
  void unusableFileIsNamedAndItsContentIsNot(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "secret one\nsecret two\n");

    assertThatThrownBy(() -> ApiKey.find(Map.of(), "KEY", Optional.of(empty)))
        .hasMessageContaining(empty.toString());
    assertThatThrownBy(() -> ApiKey.find(Map.of(), "KEY", Optional.of(wrong)))
        .hasMessageContaining(wrong.toString())
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> ApiKey.find(Map.of(), "KEY", Optional.of(folder.resolve("none"))))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void keyThatNoHeaderTakesIsRefusedWithoutBeingShown() {
    for (String key : List.of("sk-\u00e4bc", "sk-\u200babc", "sk abc", "sk-\u201cabc\u201d")) {
      assertThatThrownBy(() -> ApiKey.find(Map.of("KEY", key), "KEY", Optional.empty()))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("from KEY has a character that no key has, U+")
          .hasMessageNotContaining("abc");
    }
  }
}
