package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramJsonTest {
  private static final Program PROGRAM = Program.of("c", "m.c", Map.of("m.c", "int a;"));
  private static final String STORED =
      "{\"language\":\"c\",\"entry\":\"m.c\",\"files\":{\"m.c\":\"int a;\"}}";

  @Test
  void aProgramOfWhichAllMayBeEditedIsStoredAsBeforeThatCouldBeSaid() {
    assertThat(Json.write(PROGRAM)).isEqualTo(STORED);
    assertThat(Json.read(STORED, Program.class)).isEqualTo(PROGRAM);
  }

  @Test
  void whatMayBeEditedIsStoredWithIt() {
    Program part = PROGRAM.withEditable(List.of("m.c"));
    assertThat(Json.read(Json.write(part), Program.class)).isEqualTo(part).isNotEqualTo(PROGRAM);
  }
}
