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
  private static final String OPTION = "--secret-file";
  private static final String NOT_SET = "CODECSMITH_OF_NO_ENVIRONMENT";

  @TempDir private Path folder;

  @Test
  void theTokenIsTheFilesTextWithoutTheSpaceAroundIt() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " a token of sixteen \n");
    assertThat(TokenOption.read(OPTION, Optional.of(file), NOT_SET)).contains("a token of sixteen");
    assertThat(TokenOption.read(OPTION, Optional.empty(), NOT_SET)).isEmpty();
  }

  /** It would be a listener without any. */
  @Test
  void aFileThatHoldsNoTextIsNoToken() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " \n");
    assertThatThrownBy(() -> TokenOption.read(OPTION, Optional.of(file), NOT_SET))
        .isInstanceOf(IOException.class)
        .hasMessage("The file " + file + " of --secret-file cannot be read: It is empty.");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> TokenOption.read(OPTION, Optional.of(none), NOT_SET))
        .hasMessage(
            "The file "
                + none
                + " of --secret-file cannot be read: There is no file "
                + none
                + ".");
    Path other = Files.write(folder.resolve("other"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> TokenOption.read(OPTION, Optional.of(other), NOT_SET))
        .hasMessageEndingWith("cannot be read: It is no text in UTF-8.");
  }
}
