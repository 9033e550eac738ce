package dev.codecsmith.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {

  @Test
  void aProcessorWithoutANameIsKnownByItsNumbers() {
    String one = "CPU part\t: 0xd40";
    String other = "CPU part\t: 0xd4f";
    List<String> rest = List.of("processor\t: 0", "CPU implementer\t: 0x41");
    assertThat(Processor.name(List.of(rest.get(0), rest.get(1), one)))
        .isEqualTo("CPU implementer\t: 0x41, CPU part\t: 0xd40")
        .isNotEqualTo(Processor.name(List.of(rest.get(0), rest.get(1), other)));
  }

  @Test
  void aNameStandsAlone() {
    String name = "model name\t: Some Processor @ 2.80GHz";
    assertThat(Processor.name(List.of("processor\t: 0", name, "cpu MHz\t: 2799.9", name)))
        .isEqualTo(name);
  }
}
