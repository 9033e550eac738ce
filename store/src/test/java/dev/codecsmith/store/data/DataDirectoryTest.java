package dev.codecsmith.store.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ChildJvm;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory.Access;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void nameTheFolder() {
    data = folder.resolve("new/data");
  }

  /** Holds the folder until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      try {
        hold(DataDirectory.open(Path.of(arguments[0]), Access.WRITE));
      } catch (StoreException refused) {
        say("refused: " + refused.getMessage());
      }
    }

    private static void hold(DataDirectory data) throws IOException {
      data.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      data.experiments().create(Samples.queued("c", 1, data.owner()));
      Files.createDirectories(data.workDirectory().resolve("run"));
      Files.writeString(data.workDirectory().resolve("run/clip.y4m"), "scratch");
      say(data.owner());
      while (System.in.read() >= 0) {
        // Until the test ends or kills this process.
      }
    }

    private static void say(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }

  @Test
  void whatIsWrittenIsReadLater() throws Exception {
    String artifact;
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      writing.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      artifact = writing.artifacts().put(new byte[] {1, 2, 3});
      assertThat(writing.clipsDirectory()).isDirectory();
      assertThat(writing.workDirectory()).isDirectory();
    }
    try (DataDirectory reading = DataDirectory.open(data, Access.READ)) {
      assertThat(reading.experiments().campaigns(Page.FIRST, 9).items())
          .containsExactly(Samples.campaign("c"));
      assertThat(reading.artifacts().read(artifact)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void oneProcessWritesAndOthersReadUntilItDies() throws Exception {
    try (ChildJvm holder = ChildJvm.start(Holder.class, data)) {
      String dead = holder.line();
      assertThatThrownBy(() -> DataDirectory.open(data, Access.WRITE))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(data.toString(), "in use by process " + holder.pid(), "--data");
      try (DataDirectory reading = DataDirectory.open(data, Access.READ)) {
        assertThat(reading.experiments().find("exp_iter1_c")).isPresent();
      }
      holder.kill();
      try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
        assertThat(writing.owner()).isNotEqualTo(dead);
        assertThat(writing.experiments().find("exp_iter1_c"))
            .contains(Samples.queued("c", 1, dead));
        assertThat(
                writing
                    .experiments()
                    .takeOver("exp_iter1_c", Lease.of(dead), Lease.of(writing.owner()), Samples.T0))
            .isPresent();
        try (Stream<Path> scratch = Files.list(data.resolve("work"))) {
          assertThat(scratch).containsExactly(writing.workDirectory());
        }
      }
    }
  }

  @Test
  void readerAfterAKillSeesWhatWasAcknowledged() throws Exception {
    try (ChildJvm holder = ChildJvm.start(Holder.class, data)) {
      holder.line();
      holder.kill();
    }
    try (DataDirectory reading = DataDirectory.open(data, Access.READ)) {
      assertThat(reading.experiments().find("exp_iter1_c")).isPresent();
    }
  }

  @Test
  void oneProcessDoesNotWriteTwice() throws Exception {
    try (DataDirectory first = DataDirectory.open(data, Access.WRITE)) {
      assertThatThrownBy(() -> DataDirectory.open(data, Access.WRITE))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by this very process");
      // The refused attempt must not have dropped the lock that others see.
      try (ChildJvm second = ChildJvm.start(Holder.class, data)) {
        assertThat(second.line()).contains("in use by process " + ProcessHandle.current().pid());
      }
      first.experiments().putCampaignIfAbsent(Samples.campaign("c"));
    }
  }

  @Test
  void openingAgainIsAnotherOwner() throws Exception {
    String first;
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      first = writing.owner();
    }
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      assertThat(writing.owner()).isNotEqualTo(first);
    }
  }

  @Test
  void scratchIsGoneOnceClosed() throws Exception {
    Path scratch;
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      scratch = writing.workDirectory();
      Path outside = Files.writeString(folder.resolve("clip.y4m"), "the user's own");
      Files.createSymbolicLink(scratch.resolve("link"), outside);
      Files.createSymbolicLink(scratch.resolve("folder"), folder);
    }
    assertThat(scratch).doesNotExist();
    assertThat(folder.resolve("clip.y4m")).exists();
  }

  @Test
  void readerHasNoScratchAndStoresNothing() throws Exception {
    DataDirectory.open(data, Access.WRITE).close();
    try (DataDirectory reading = DataDirectory.open(data, Access.READ)) {
      assertThatThrownBy(reading::workDirectory).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> reading.artifacts().put(new byte[0]))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> reading.experiments().putCampaignIfAbsent(Samples.campaign("c")))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(reading::clean).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void folderWithoutAStoreIsNotRead() throws Exception {
    assertThatThrownBy(() -> DataDirectory.open(data, Access.READ))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("there is no data folder " + data, "--data");
    assertThat(data).doesNotExist();
    Files.createDirectories(data);
    assertThatThrownBy(() -> DataDirectory.open(data, Access.READ))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no Codecsmith store in " + data + ":");
    try (Stream<Path> inside = Files.list(data)) {
      assertThat(inside).isEmpty();
    }
  }

  @Test
  void writerTellsWhichCampaignItRuns() throws Exception {
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      assertThat(DataDirectory.writer(data).orElseThrow().campaign()).isEmpty();
      writing.announce("campaign_1");
      assertThat(DataDirectory.writer(data).orElseThrow().campaign()).contains("campaign_1");
      assertThat(data.resolve("lock"))
          .content()
          .containsPattern("^process \\d+ on \\S+ since [-0-9]+T[:0-9]+Z\\ncampaign_1\\n$");
    }
    assertThat(DataDirectory.writer(data)).isEmpty();
  }

  @Test
  void fileIsNoDataFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("clip.y4m"), "YUV4MPEG2");
    for (Access access : Access.values()) {
      assertThatThrownBy(() -> DataDirectory.open(file, access))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll(file.toString(), "is a file, not a folder");
    }
    assertThat(file).hasContent("YUV4MPEG2");
  }

  @Test
  void placeThatCannotBeWrittenIsNamed() {
    Path kernels = Path.of("/proc/codecsmith-data");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc, where not even root may write");
    assertThatThrownBy(() -> DataDirectory.open(kernels, Access.WRITE))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll(kernels.toString(), "cannot be written", "--data");
  }

  @Test
  void failedOpeningLetsGoOfTheLock() throws Exception {
    Files.createDirectories(data);
    Files.writeString(data.resolve("store.sqlite"), "not a database ".repeat(100));
    assertThatThrownBy(() -> DataDirectory.open(data, Access.WRITE))
        .hasMessageContaining("is not a database");
    Files.delete(data.resolve("store.sqlite"));
    DataDirectory.open(data, Access.WRITE).close();
  }

  @Test
  void collectingKeepsEveryArtifactThatTheStoreMentions() throws Exception {
    String kept;
    String cached;
    String orphan;
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      kept = writing.artifacts().put(new byte[] {1});
      cached = writing.artifacts().put(new byte[] {2});
      orphan = writing.artifacts().put(new byte[] {3});
      writing
          .experiments()
          .putCampaignIfAbsent(
              new CampaignRecord("c", "c", "{\"notes\":[\"" + kept + "\"]}", Samples.T0));
      writing.experiments().cache("anchor", "\"" + cached + "\"");
    }
    makeArtifactsOld();
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      assertThat(writing.clean().artifacts()).isEqualTo(1);
      assertThat(writing.artifacts().contains(kept)).isTrue();
      assertThat(writing.artifacts().contains(cached)).isTrue();
      assertThat(writing.artifacts().contains(orphan)).isFalse();
    }
  }

  private void makeArtifactsOld() throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("artifacts"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private static RatePoint point(String artifact) {
    return RatePointBuilder.builder(Samples.point("carphone", 20, 30))
        .bitstreamSha256(artifact)
        .framesSha256(artifact)
        .build();
  }

  /** Something that cannot be deleted stops it half way, as a kill does; then it is run again. */
  @Test
  void cleaningThatIsStoppedHalfWayLosesNothingAndIsCompletedByTheNext() throws Exception {
    String stranger = "cd".repeat(32);
    String measured;
    List<String> orphans = new ArrayList<>();
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      ExperimentStore store = writing.experiments();
      store.putCampaignIfAbsent(Samples.campaign("c"));
      store.create(Samples.queued("c", 1, "a dead process"));
      // A point of an experiment that goes on, and one of a program that no experiment has.
      measured = writing.artifacts().put(new byte[] {1});
      store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", point(measured)));
      for (byte i = 2; i < 50; i++) {
        orphans.add(writing.artifacts().put(new byte[] {i}));
      }
      store.keepMeasuredPoints(stranger, Map.of("b", point(orphans.getFirst())));
    }
    Path obstacle = data.resolve("artifacts/7f").resolve("0".repeat(62));
    Files.createDirectories(obstacle.resolve("not empty"));
    makeArtifactsOld();
    Files.setLastModifiedTime(obstacle, FileTime.from(Instant.now().minusSeconds(3600)));
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      assertThatThrownBy(writing::clean).isInstanceOf(StoreException.class);
      assertThat(writing.artifacts().contains(measured)).isTrue();
      assertThat(writing.experiments().measuredPoints(Samples.PROGRAM)).containsKey("a");
      assertThat(writing.experiments().measuredPoints(stranger)).isEmpty();
    }
    Files.delete(obstacle.resolve("not empty"));
    Files.delete(obstacle);
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE)) {
      assertThat(writing.clean().programs()).isZero();
      for (String orphan : orphans) {
        assertThat(writing.artifacts().contains(orphan)).isFalse();
      }
      assertThat(writing.artifacts().read(measured)).hasSize(1);
      assertThat(writing.experiments().measuredPoints(Samples.PROGRAM)).containsKey("a");
    }
  }

  /** Everything in memory. */
  private static final class InMemory implements StoreKind {
    private boolean made;

    private record Opened(ExperimentStore experiments, ArtifactStore artifacts) implements Stores {
      @Override
      public boolean isCopy() {
        return false;
      }

      @Override
      public Cleaned clean(Path scratch) {
        return new Cleaned(0, 0);
      }
    }

    @Override
    public boolean isThere(Path folder) {
      return made;
    }

    @Override
    public Stores openForReading(Path folder) {
      return new Opened(new MemoryExperimentStore(), new MemoryArtifactStore());
    }

    @Override
    public Optional<String> name() {
      return Optional.empty();
    }

    @Override
    public Stores openForWriting(Path folder, Opener opener) {
      made = true;
      return openForReading(folder);
    }
  }

  @Test
  void recordsAndArtifactsMayBeKeptElsewhere() throws Exception {
    InMemory kind = new InMemory();
    assertThatThrownBy(() -> DataDirectory.open(data, Access.READ, kind))
        .isInstanceOf(StoreException.class);
    try (DataDirectory writing = DataDirectory.open(data, Access.WRITE, kind)) {
      writing.experiments().putCampaignIfAbsent(Samples.campaign("c"));
      assertThat(writing.artifacts().read(writing.artifacts().put(new byte[] {1}))).hasSize(1);
      assertThatThrownBy(() -> DataDirectory.open(data, Access.WRITE, kind))
          .hasMessageContaining("in use");
    }
    assertThat(data.resolve("store.sqlite")).doesNotExist();
    assertThat(data.resolve("artifacts")).doesNotExist();
  }
}
