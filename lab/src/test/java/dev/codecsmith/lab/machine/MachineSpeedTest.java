package dev.codecsmith.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.CodingLimits;
import org.junit.jupiter.api.Test;

/** Limits of machines that are slower or faster than the reference. */
class MachineSpeedTest {
  private final MachineSpeed machine = new MachineSpeed("worker-7, a processor");

  @Test
  void unmeasuredItChangesNothing() {
    assertThat(machine.factor()).isEqualTo(1);
    assertThat(machine.here(CodingLimits.defaults())).isEqualTo(CodingLimits.defaults());
    assertThat(machine).hasToString("worker-7, a processor");
  }

  @Test
  void slowerMachineGrantsMoreCpuTimeAndNoMoreMemoryOrCode() {
    machine.measured(1.42);
    CodingLimits usual = CodingLimits.defaults();
    CodingLimits here = machine.here(usual);
    double factor = Math.sqrt(2);
    assertThat(here.encodeCpuSecondsPerMegapixel())
        .isCloseTo(usual.encodeCpuSecondsPerMegapixel() * factor, within(1e-9));
    assertThat(here.decodeCpuSecondsPerMegapixel())
        .isCloseTo(usual.decodeCpuSecondsPerMegapixel() * factor, within(1e-9));
    assertThat(here.startSeconds()).isCloseTo(usual.startSeconds() * factor, within(1e-9));
    assertThat(here.memoryBytes()).isEqualTo(usual.memoryBytes());
    assertThat(here.decoderBytes()).isEqualTo(usual.decoderBytes());
    assertThat(machine).hasToString("worker-7, a processor; limits on CPU time × 1.41");
  }

  @Test
  void itIsRoundedToQuartersOfAnOctaveSoThatNoiseChangesNothing() {
    machine.measured(0.97);
    assertThat(machine.factor()).isEqualTo(1);
    machine.measured(1.04);
    assertThat(machine.factor()).isEqualTo(1);
    machine.measured(1.15);
    assertThat(machine.factor()).isCloseTo(Math.pow(2, 0.25), within(1e-12));
  }

  @Test
  void itHasBounds() {
    machine.measured(30);
    assertThat(machine.factor()).isEqualTo(MachineSpeed.BOUND);
    machine.measured(0.01);
    assertThat(machine.factor()).isEqualTo(1 / MachineSpeed.BOUND);
  }

  @Test
  void whatCannotBeATimeIsRefused() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> machine.measured(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
