package dev.codecsmith.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.lab.local.TestBench;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Devices granted to programs, by real runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicesTest {
  /** Every Linux machine has it; the sandbox gives it to nobody. */
  private static final Path DEVICE = Path.of("/dev/tty");

  @TempDir private static Path folder;
  private TestBench bench;
  private EvaluationSettings settings;

  @BeforeAll
  void open() throws IOException {
    bench = new TestBench(folder);
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 2);
    settings = TestBench.settings(CodingLimits.defaults(), clip);
  }

  @AfterAll
  void close() {
    bench.close();
  }

  private String seen(String hook, EvaluationSettings granted)
      throws IOException, InterruptedException {
    return bench
        .trial(
            Toy.with(
                hook,
                "if (true) throw new IllegalStateException(\"seen: \""
                    + " + java.nio.file.Files.exists(java.nio.file.Path.of(\"/dev/tty\")));"),
            granted)
        .orElseThrow()
        .message();
  }

  @Test
  void encoderAndDecoderSeeADeviceThatIsGranted() throws Exception {
    assumeTrue(Files.exists(DEVICE), "This machine has no " + DEVICE + ".");
    EvaluationSettings granted = settings.withDevices(List.of(DEVICE));
    assertThat(seen("ENCODER", granted)).contains("seen: true");
    assertThat(seen("END", granted)).contains("seen: true");
  }

  @Test
  void noDeviceIsGrantedUnlessTheCampaignSaysSo() throws Exception {
    assertThat(settings.devices()).isEmpty();
    assertThat(seen("ENCODER", settings)).contains("seen: false");
    assertThat(seen("END", settings)).contains("seen: false");
  }

  @Test
  void deviceThatTheMachineLacksIsNoFaultOfTheProgram() {
    EvaluationSettings granted = settings.withDevices(List.of(Path.of("/dev/no-such-device")));
    assertThatThrownBy(() -> bench.trial(Toy.honest(), granted))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("/dev/no-such-device, which this machine does not have");
    assertThatThrownBy(() -> bench.evaluator().prepare(granted, (done, total) -> {}))
        .isInstanceOf(InfrastructureException.class);
  }

  @Test
  void whatIsNoDeviceIsRefusedInASentence() {
    for (String path : List.of("/etc/passwd", "/dev", "dev/tty", "/dev/../etc", "/dev/shm/x")) {
      assertThatThrownBy(() -> settings.withDevices(List.of(Path.of(path))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("path below /dev")
          .hasMessageEndingWith("found " + path + ".");
    }
  }
}
