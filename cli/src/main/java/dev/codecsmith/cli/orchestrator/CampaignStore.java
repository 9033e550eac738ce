package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.control.CancelFolder;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.service.orchestrator.RunsElsewhereException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.outbox.Outbox;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an orchestrator keeps its campaigns: in its data folder, or in a store that machines share.
 *
 * <p>A shared one is opened for each campaign anew and closed behind it. So what an earlier
 * campaign left waiting is delivered, under its lease, before the next one writes, and what was set
 * aside because another process has a campaign is no fault of those that follow. Whatever is wrong
 * with such a store is wrong for all campaigns: none fails by it, each waits.
 *
 * <p>What the orchestrator keeps for itself, its queue, its logs and what a crash left, is in the
 * folder.
 */
final class CampaignStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CampaignStore.class);

  private final DataDirectory folder;
  private final Optional<StoreKind> shared;
  private final Optional<StoreKind.Stores> read;

  private CampaignStore(
      DataDirectory folder, Optional<StoreKind> shared, Optional<StoreKind.Stores> read) {
    this.folder = folder;
    this.shared = shared;
    this.read = read;
  }

  /**
   * Opens it to be read; one that is away is opened all the same.
   *
   * @param folder open for writing, as long as this is open
   * @param shared the store that machines share; empty where campaigns are kept in the folder
   * @throws StoreException with a sentence if the shared one is not as it must be
   */
  static CampaignStore open(DataDirectory folder, Optional<StoreKind> shared)
      throws StoreException {
    if (shared.isEmpty()) {
      return new CampaignStore(folder, shared, Optional.empty());
    }
    try {
      shared.get().openForReading(folder.path()).experiments().close();
    } catch (StoreException e) {
      if (e.isLasting()) {
        throw e;
      }
      log.warn("Campaigns wait until their store is back: {}", Sentences.of(e));
    }
    return new CampaignStore(
        folder, shared, Optional.of(shared.get().openForReadingLater(folder.path())));
  }

  /** Its records and events, to be read. */
  ExperimentStore experiments() {
    return read.map(StoreKind.Stores::experiments).orElse(folder.experiments());
  }

  /** Its artifacts and those of the folder, to be read. */
  ArtifactStore artifacts() {
    return read.<ArtifactStore>map(
            stores -> new EitherArtifacts(folder.artifacts(), stores.artifacts()))
        .orElse(folder.artifacts());
  }

  /**
   * Has an experiment that is evaluated now cancelled.
   *
   * @throws IOException with a sentence if it is not
   */
  void cancel(String experimentId) throws IOException {
    CancelFolder.ask(folder, experiments(), experimentId);
  }

  /** Whether machines share it, so that it is opened for each campaign anew. */
  boolean isShared() {
    return shared.isPresent();
  }

  /** What it is, in words. */
  String words() {
    return shared.flatMap(StoreKind::name).orElse("SQLite and files");
  }

  /** Something that is done where the store is open for writing. */
  @FunctionalInterface
  interface Use<T> {
    T in(DataDirectory data) throws BadRequestException, IOException, InterruptedException;
  }

  /**
   * Does something with the store open for writing.
   *
   * @throws RunsElsewhereException if another process has the campaign
   * @throws IOException as it is told; a fault of a shared store is one that passes, and so is any
   *     other as long as something waits for such a store
   */
  <T> T use(Use<T> use) throws BadRequestException, IOException, InterruptedException {
    if (shared.isEmpty()) {
      return use.in(folder);
    }
    DataDirectory opened;
    try {
      opened = folder.with(shared.get());
    } catch (StoreException e) {
      throw passing(e);
    }
    try {
      return use.in(opened);
    } catch (StoreException e) {
      if (e.isHeldElsewhere()) {
        throw new RunsElsewhereException(Sentences.of(e), e);
      }
      throw passing(e);
    } catch (IOException e) {
      throw opened.outbox().map(Outbox::waiting).orElse(0) > 0 ? passing(e) : e;
    } finally {
      close(opened);
    }
  }

  private static StoreException passing(IOException fault) {
    return new StoreException(Sentences.of(fault), fault);
  }

  /** An interrupted thread would tear the outbox's files down instead of closing them. */
  private static void close(DataDirectory opened) {
    boolean interrupted = Thread.interrupted();
    opened.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    read.ifPresent(stores -> stores.experiments().close());
  }
}
