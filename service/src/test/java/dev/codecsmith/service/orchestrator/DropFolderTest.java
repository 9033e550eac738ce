package dev.codecsmith.service.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
  @TempDir private Path folder;
  private final List<CampaignRequest> taken = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Path> tried = new ArrayList<>();
  private Optional<Exception> fault = Optional.empty();

  /** The one that the fault is about; empty for any. */
  private Optional<Path> faulty = Optional.empty();

  /** One that somebody takes away just now. */
  private Optional<Path> vanishing = Optional.empty();

  private DropFolder dropped;

  @BeforeEach
  void open() throws IOException {
    dropped = new DropFolder(folder, this::take, warnings::add);
  }

  private Orchestrator.Taken take(CampaignRequest request)
      throws BadRequestException, RefusedException, IOException {
    tried.add(request.file().orElseThrow());
    if (vanishing.equals(request.file())) {
      Files.delete(vanishing.get());
    }
    if (fault.isPresent() && (faulty.isEmpty() || faulty.equals(request.file()))) {
      switch (fault.get()) {
        case BadRequestException e -> throw e;
        case RefusedException e -> throw e;
        case IOException e -> throw e;
        default -> throw new IllegalStateException(fault.get());
      }
    }
    taken.add(request);
    return new Orchestrator.Taken(
        QueuedCampaign.waiting(
            1, new CampaignRunner.Planned("campaign_a", "a", 1), request, Instant.EPOCH),
        true);
  }

  private Path drop(String name, String text, long second) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    return file;
  }

  private void lookTwice() throws Exception {
    dropped.look();
    dropped.look();
  }

  @Test
  void filesAreTakenOldestFirstAndMovedAway() throws Exception {
    Path second = drop("a.yaml", "name: a", 20);
    Path first = drop("b.yml", "name: b", 10);
    Path other = drop("notes.txt", "x", 5);
    lookTwice();
    assertThat(taken)
        .containsExactly(
            new CampaignRequest("name: b", Optional.of(first), Optional.empty()),
            new CampaignRequest("name: a", Optional.of(second), Optional.empty()));
    assertThat(other).exists();
    assertThat(second).doesNotExist();
    assertThat(folder.resolve("taken/a.yaml")).hasContent("name: a");

    drop("a.yaml", "name: c", 30);
    lookTwice();
    assertThat(folder.resolve("taken/2-a.yaml")).hasContent("name: c");
  }

  @Test
  void aFileThatStillGrowsIsLeftAlone() throws Exception {
    drop("a.yaml", "name:", 10);
    dropped.look();
    drop("a.yaml", "name: a", 11);
    dropped.look();
    assertThat(taken).isEmpty();
    dropped.look();
    assertThat(taken).hasSize(1);
  }

  @Test
  void whatCannotBeRunIsPutAsideWithItsReason() throws Exception {
    fault = Optional.of(new BadRequestException("There is no key 'clip'."));
    drop("a.yaml", "clip: x", 10);
    lookTwice();
    assertThat(folder.resolve("refused/a.yaml")).hasContent("clip: x");
    assertThat(folder.resolve("refused/a.yaml.reason.txt")).hasContent("There is no key 'clip'.");

    Files.write(folder.resolve("b.yaml"), "ä".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(folder.resolve("c.yaml"), new byte[(1 << 20) + 1]);
    lookTwice();
    assertThat(folder.resolve("refused/b.yaml.reason.txt")).content().contains("UTF-8");
    assertThat(folder.resolve("refused/c.yaml.reason.txt")).content().contains("1048576 bytes");
  }

  @Test
  void whatIsNotTakenNowStays() throws Exception {
    Path file = drop("a.yaml", "name: a", 10);
    fault = Optional.of(new RefusedException(RefusedException.Reason.FULL, "Full."));
    lookTwice();
    assertThat(file).exists();
    fault = Optional.of(new StoreException("The disk is full."));
    dropped.look();
    assertThat(file).exists();
    fault = Optional.empty();
    lookTwice();
    assertThat(taken).hasSize(1);
    assertThat(warnings)
        .containsExactly(
            file + " has to wait: Full.", file + " cannot be taken now: The disk is full.");
  }

  @Test
  void oneThatCannotBeReadKeepsNoOtherWaitingAndIsToldOnce() throws Exception {
    Path unreadable = drop("a.yaml", "name: a", 10);
    drop("b.yaml", "name: b", 20);
    faulty = Optional.of(unreadable);
    fault = Optional.of(new AccessDeniedException(unreadable.toString()));
    for (int look = 0; look < 100; look++) {
      dropped.look();
    }
    assertThat(taken).hasSize(1);
    assertThat(unreadable).exists();
    assertThat(warnings).containsExactly(unreadable + " cannot be taken (permission denied).");
    assertThat(tried).as("after ever more looks").hasSize(1 + 7);

    drop("a.yaml", "name: changed", 30);
    lookTwice();
    assertThat(warnings).as("another one").hasSize(2);
    fault = Optional.empty();
    drop("a.yaml", "name: mended", 40);
    lookTwice();
    assertThat(taken).hasSize(2);
  }

  @Test
  void oneThatCannotBeMovedAwayKeepsNoOtherWaitingAndIsToldOnce() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("taken"), "");
    Path first = drop("a.yaml", "name: a", 10);
    drop("b.yaml", "name: b", 20);
    lookTwice();
    dropped.look();
    assertThat(taken.stream().map(CampaignRequest::yaml)).contains("name: a", "name: b");
    assertThat(warnings)
        .hasSize(2)
        .contains(first + " cannot be taken (a file of that name is in the way).");
    Files.delete(inTheWay);
    lookTwice();
    assertThat(first).doesNotExist();
  }

  @Test
  void oneThatVanishesIsNoFault() throws Exception {
    vanishing = Optional.of(drop("a.yaml", "name: a", 10));
    drop("b.yaml", "name: b", 20);
    lookTwice();
    assertThat(taken).hasSize(2);
    assertThat(warnings).isEmpty();
  }
}
