package dev.codecsmith.service.orchestrator;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Campaigns in a folder, a file each, named by the campaign's id: so none is there twice, and what
 * {@link #put} returned from is there after {@code kill -9} and a power cut. Only for who holds the
 * lock of the data folder.
 */
final class CampaignQueue {
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Map<String, QueuedCampaign> campaigns;

  private CampaignQueue(Path folder, Map<String, QueuedCampaign> campaigns) {
    this.folder = folder;
    this.campaigns = campaigns;
  }

  /**
   * Reads what is there.
   *
   * @throws StoreException with a sentence if a file cannot be read
   */
  static CampaignQueue open(Path folder) throws StoreException {
    Map<String, QueuedCampaign> campaigns = new TreeMap<>();
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          QueuedCampaign campaign = read(file);
          campaigns.put(campaign.id(), campaign);
        }
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw fault(folder, e);
    }
    return new CampaignQueue(folder, campaigns);
  }

  private static QueuedCampaign read(Path file) throws IOException {
    try {
      return Json.read(Files.readString(file), QueuedCampaign.class);
    } catch (JacksonException e) {
      throw new StoreException(
          "The campaign in "
              + file
              + " cannot be read, as another version of Codecsmith may have written it; move the"
              + " file away to start without it.",
          e);
    }
  }

  private static StoreException fault(Path folder, IOException cause) {
    return new StoreException(
        "The queue of campaigns in "
            + folder
            + " cannot be written or read ("
            + StoreException.reason(cause)
            + "); check its permissions and the disk's free space.",
        cause);
  }

  Optional<QueuedCampaign> find(String id) {
    return Optional.ofNullable(campaigns.get(id));
  }

  /** All of them, by their places. */
  List<QueuedCampaign> all() {
    List<QueuedCampaign> all = new ArrayList<>(campaigns.values());
    all.sort(Comparator.comparingLong(QueuedCampaign::place));
    return all;
  }

  /** The first of them, by their places, that is in a state. */
  Optional<QueuedCampaign> first(CampaignState state) {
    return all().stream().filter(each -> each.state() == state).findFirst();
  }

  /** The one that runs, also while it stops. */
  Optional<QueuedCampaign> running() {
    return first(CampaignState.RUNNING).or(() -> first(CampaignState.STOPPING));
  }

  int count(CampaignState state) {
    return (int) campaigns.values().stream().filter(each -> each.state() == state).count();
  }

  /** A place behind all others. */
  long nextPlace() {
    return campaigns.values().stream().mapToLong(QueuedCampaign::place).max().orElse(0) + 1;
  }

  /** Keeps a campaign in place of what was kept under its id. */
  void put(QueuedCampaign campaign) throws StoreException {
    try {
      AtomicFile.write(folder.resolve(campaign.id() + SUFFIX), Json.write(campaign));
    } catch (IOException e) {
      throw fault(folder, e);
    }
    campaigns.put(campaign.id(), campaign);
  }

  void remove(String id) throws StoreException {
    try {
      Files.deleteIfExists(folder.resolve(id + SUFFIX));
      Folders.sync(folder);
    } catch (IOException e) {
      throw fault(folder, e);
    }
    campaigns.remove(id);
  }
}
