package dev.codecsmith.store.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final List<String> ENTRIES = List.of("first", "second, which is longer", "3");

  @TempDir private Path folder;

  private static void write(Path folder, List<String> entries) throws Exception {
    try (Journal journal = Journal.open(folder)) {
      for (String entry : entries) {
        long _ = journal.append(entry.getBytes(UTF_8));
      }
    }
  }

  private static List<String> waiting(Journal journal) throws StoreException {
    List<String> entries = new ArrayList<>();
    for (long begin : journal.waiting()) {
      entries.add(new String(journal.read(begin), UTF_8));
    }
    return entries;
  }

  @Test
  void entriesAreThereInOrderWhenItIsOpenedAgain() throws Exception {
    write(folder, ENTRIES);
    try (Journal journal = Journal.open(folder)) {
      assertThat(waiting(journal)).isEqualTo(ENTRIES);
      journal.delivered(journal.behind(journal.first().orElseThrow()));
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(waiting(journal)).isEqualTo(ENTRIES.subList(1, 3));
      journal.clear();
      long _ = journal.append("later".getBytes(UTF_8));
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(waiting(journal)).containsExactly("later");
    }
  }

  @Test
  void tornAtAnyByteItHasTheEntriesThatWereWholeAndTakesMore() throws Exception {
    write(folder, ENTRIES);
    byte[] whole = Files.readAllBytes(folder.resolve("journal"));
    int[] ends = new int[ENTRIES.size() + 1];
    for (int i = 0; i < ENTRIES.size(); i++) {
      ends[i + 1] = ends[i] + 8 + ENTRIES.get(i).length();
    }
    assertThat(ends[ENTRIES.size()]).isEqualTo(whole.length);
    for (boolean zeros : new boolean[] {false, true}) {
      for (int length = 0; length <= whole.length; length++) {
        Path torn = folder.resolve("torn-" + zeros + length);
        byte[] part = Arrays.copyOf(whole, length);
        int left = length;
        int complete = (int) Arrays.stream(ends).filter(end -> end > 0 && end <= left).count();
        // A file system may have the length and not the bytes.
        byte[] found = zeros ? Arrays.copyOf(part, Math.max(length, next(ends, length))) : part;
        Files.createDirectories(torn);
        Files.write(torn.resolve("journal"), found);
        try (Journal journal = Journal.open(torn)) {
          assertThat(waiting(journal))
              .as("%d bytes", length)
              .isEqualTo(ENTRIES.subList(0, complete));
          long _ = journal.append("more".getBytes(UTF_8));
          assertThat(waiting(journal)).hasSize(complete + 1).endsWith("more");
        }
      }
    }
  }

  private static int next(int[] ends, int length) {
    return Arrays.stream(ends).filter(end -> end >= length).min().orElse(length);
  }

  @Test
  void damageBeforeTheLastEntryIsToldAndNothingIsThrownAway() throws Exception {
    write(folder, ENTRIES);
    Path file = folder.resolve("journal");
    byte[] damaged = Files.readAllBytes(file);
    damaged[10] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(file.toString(), "damaged at byte 0");
    assertThat(file).hasBinaryContent(damaged);
  }

  @Test
  void aDamagedLengthLooksTornAndWhatIsCutOffIsKept() throws Exception {
    write(folder, ENTRIES);
    Path file = folder.resolve("journal");
    byte[] damaged = Files.readAllBytes(file);
    int second = 8 + ENTRIES.getFirst().length();
    damaged[second] = 1;
    Files.write(file, damaged);
    try (Journal journal = Journal.open(folder)) {
      assertThat(waiting(journal)).containsExactly(ENTRIES.getFirst());
      assertThat(journal.tail().orElseThrow())
          .hasBinaryContent(Arrays.copyOfRange(damaged, second, damaged.length));
    }
  }

  @Test
  void aMarkThatWasLostHasAllDeliveredAgain() throws Exception {
    write(folder, ENTRIES);
    try (Journal journal = Journal.open(folder)) {
      journal.delivered(journal.behind(journal.first().orElseThrow()));
    }
    Files.delete(folder.resolve("delivered"));
    try (Journal journal = Journal.open(folder)) {
      assertThat(waiting(journal)).isEqualTo(ENTRIES);
    }
  }

  @Test
  void aFullDiskIsToldInASentenceAndLeavesWhatWasThere() throws Exception {
    Path full = Path.of("/dev/full");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
    Files.createSymbolicLink(folder.resolve("journal"), full);
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(() -> journal.append("entry".getBytes(UTF_8)))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("store is away", "No space left", "make room on that disk");
      assertThat(journal.waiting()).isEmpty();
    }
  }
}
