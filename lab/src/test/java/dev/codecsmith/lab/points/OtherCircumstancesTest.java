package dev.codecsmith.lab.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramSize;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCircumstancesTest {
  @TempDir Path folder;

  @Test
  void aSecondDecodingSeesFilesThatNoRunHasSeen() throws Exception {
    Path file = Files.createDirectories(folder.resolve("built/program/deep")).resolve("tool");
    Files.writeString(file, "its code");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path bitstream = Files.writeString(folder.resolve("bitstream"), "bits");
    Files.setPosixFilePermissions(bitstream, PosixFilePermissions.fromString("rw-------"));
    BuiltProgram program =
        new BuiltProgram(
            Program.of("c", "a.c", Map.of("a.c", "")),
            "its hash",
            folder.resolve("built"),
            new ProgramSize(1, 1),
            "the hash of its files");
    Path copies;
    try (OtherCircumstances other = OtherCircumstances.of(program, bitstream)) {
      Path copy = other.program().directory().resolve("program/deep/tool");
      assertThat(copy).hasContent("its code").isNotEqualTo(file);
      assertThat(Files.isSameFile(copy, file)).isFalse();
      assertThat(Files.getPosixFilePermissions(copy))
          .isEqualTo(Files.getPosixFilePermissions(file));
      assertThat(other.bitstream()).hasContent("bits").isNotEqualTo(bitstream);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other.bitstream())))
          .as("whatever our umask is")
          .endsWith("r--");
      copies = other.folder();
    }
    assertThat(copies).doesNotExist();
  }
}
