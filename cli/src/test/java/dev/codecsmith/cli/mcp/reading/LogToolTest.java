package dev.codecsmith.cli.mcp.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.scorecard.ClipRoles;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogToolTest {
  private static final ClipRoles CLIPS = new ClipRoles(List.of("shown"), List.of("concealed"));

  @Test
  void aLogEndsBeforeWhatARunOnAHeldOutClipWrote() {
    String log =
        """
        == encode/shown/20
        fine
        == encode/concealed/20
        first pixel 17
        == decode/shown/20
        written by the program on the held-out clip
        """;
    assertThat(LogTool.visible(log, CLIPS))
        .isEqualTo("== encode/shown/20\nfine\nThe rest is of footage that is held out.\n");
  }

  @Test
  void aFailureOnAHeldOutClipIsNotTold() {
    String log = "build: 1 s\nThe encoder failed on concealed at QUALITY 20.\nfirst pixel 17\n";
    assertThat(LogTool.visible(log, CLIPS)).doesNotContain("17", "concealed");
  }

  @Test
  void whatWasRememberedIsLeftOutAndTheRestShown() {
    String log =
        """
        build: 1 s
        Not run again, but remembered from before: concealed at QUALITY 20.
        == encode/shown/20
        fine
        """;
    assertThat(LogTool.visible(log, CLIPS))
        .contains("fine", "build")
        .doesNotContain("concealed", "remembered");
  }

  @Test
  void aLogWithoutHeldOutClipsIsShownWhole() {
    assertThat(LogTool.visible("== encode/shown/20\nfine\n", CLIPS))
        .isEqualTo("== encode/shown/20\nfine\n");
  }
}
