package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What machines of a fleet are held against one another by. */
class MachineCalibrationTest {
  @Test
  void theReferenceIsOfTheProgramThatShips() {
    assertThat(MachineCalibration.program().sha256())
        .as(
            "Another program takes another time: start a worker of a fleet with the old and with the new"
                + " one on a quiet machine, see what each says that it takes, and change the time of the"
                + " reference in proportion, with the hash.")
        .isEqualTo(MachineCalibration.PROGRAM_SHA256);
  }
}
