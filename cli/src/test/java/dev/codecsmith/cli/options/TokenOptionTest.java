package dev.codecsmith.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenOptionTest {
  private static final String NOT_SET = "CODECSMITH_OF_NO_ENVIRONMENT";

  @TempDir private Path folder;

  @Test
  void theTokenIsTheFilesTextWithoutTheSpaceAroundIt() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " a token of sixteen \n");
    assertThat(TokenOption.read(Optional.of(file), NOT_SET)).contains("a token of sixteen");
    assertThat(TokenOption.read(Optional.empty(), NOT_SET)).isEmpty();
  }

  /** It would be a listener without any. */
  @Test
  void anEmptyFileIsNoToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " \n");
    assertThatThrownBy(() -> TokenOption.read(Optional.of(file), NOT_SET))
        .isInstanceOf(IOException.class)
        .hasMessage("The token file " + file + " cannot be read (it is empty).");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> TokenOption.read(Optional.of(none), NOT_SET))
        .hasMessageContaining("The token file " + none + " cannot be read");
  }
}
