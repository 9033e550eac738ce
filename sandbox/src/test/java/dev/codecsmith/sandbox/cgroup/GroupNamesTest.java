package dev.codecsmith.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders in place of control groups and of the kernel's list of processes. */
class GroupNamesTest {
  private static final String FIELDS = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 START 20\n";

  @TempDir private Path folder;
  private Path proc;
  private Path groups;

  @BeforeEach
  void make() throws IOException {
    proc = Files.createDirectory(folder.resolve("proc"));
    groups = Files.createDirectory(folder.resolve("groups"));
  }

  /** A group whose owner is said to be process 77, begun at 500. */
  private Path group() throws IOException {
    String own = GroupNames.next().orElseThrow();
    String namespace = own.split("-", -1)[1];
    return Files.createDirectory(groups.resolve("codecsmith-" + namespace + "-77-500-1"));
  }

  private void process(String stat) throws IOException {
    Files.writeString(Files.createDirectory(proc.resolve("77")).resolve("stat"), stat);
  }

  @Test
  void theGroupOfAProcessThatIsGoneGoes() throws Exception {
    Path group = group();
    GroupNames.sweep(groups, proc);
    assertThat(group).doesNotExist();
  }

  @Test
  void theGroupOfAProcessWhoseNumberWasUsedAgainGoes() throws Exception {
    Path group = group();
    process("77 (a (b) c) " + FIELDS.replace("START", "900"));
    GroupNames.sweep(groups, proc);
    assertThat(group).doesNotExist();
  }

  @Test
  void theGroupOfAProcessThatLivesStays() throws Exception {
    Path group = group();
    process("77 (a (b) c) " + FIELDS.replace("START", "500"));
    GroupNames.sweep(groups, proc);
    assertThat(group).exists();
  }

  @Test
  void theGroupOfAProcessThatCannotBeReadStays() throws Exception {
    Path group = group();
    Files.createDirectories(proc.resolve("77").resolve("stat"));
    GroupNames.sweep(groups, proc);
    assertThat(group).exists();
    Files.delete(proc.resolve("77").resolve("stat"));
    Files.writeString(proc.resolve("77").resolve("stat"), "77 (java) S 1");
    GroupNames.sweep(groups, proc);
    assertThat(group).exists();
  }
}
