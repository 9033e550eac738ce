package dev.codecsmith.store.copy;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Copies campaigns with all that belongs to them: records, events, remembered rate points of their
 * programs, and every artifact that one of these mentions.
 *
 * <p>Nothing is changed where it comes from. What is mentioned is copied before what mentions it,
 * so whatever is there is whole, and the same copy once more goes on where it was cut off: what is
 * there and the same is left alone. An artifact is hashed as it is read and named by its hash where
 * it is put; a record is read back and compared.
 *
 * <p>A campaign that has since gone on where it comes from is brought up to date. One that has gone
 * on where it goes to is left alone, which is told.
 */
public final class StoreCopy {
  private static final int PAGE = 100;

  private final Place from;
  private final Place to;
  private final Path scratch;

  /** Artifacts that are known to be there, or to be none. */
  private final Set<String> settled = new HashSet<>();

  /** Those of them that neither store has as an artifact. */
  private final Set<String> absent = new HashSet<>();

  private int experiments;
  private long events;
  private int artifacts;
  private final List<Missing> missing = new ArrayList<>();

  /**
   * A store.
   *
   * @param name for messages
   */
  public record Place(String name, ExperimentStore experiments, ArtifactStore artifacts) {}

  /**
   * What was copied; what was there already does not count.
   *
   * @param missing what experiments that were copied name and neither store has
   */
  public record Copied(int experiments, long events, int artifacts, List<Missing> missing) {}

  /** An artifact that an experiment names. */
  public record Missing(String sha256, String experimentId) {}

  /**
   * A copy from one store to another.
   *
   * @param scratch a folder in which one artifact at a time is kept
   */
  public StoreCopy(Place from, Place to, Path scratch) {
    this.from = from;
    this.to = to;
    this.scratch = scratch;
  }

  /** What was copied up to now. */
  public Copied copied() {
    return new Copied(experiments, events, artifacts, List.copyOf(missing));
  }

  /**
   * Copies a campaign.
   *
   * @throws StoreException also if there is another campaign of that id, or it went on there
   */
  public void copy(CampaignRecord campaign) throws IOException {
    copyMentioned(campaign.settingsJson());
    CampaignRecord there = to.experiments().putCampaignIfAbsent(campaign);
    if (!there.equals(campaign)) {
      throw conflict("campaign " + campaign.id() + " is another one");
    }
    if (isBegun(campaign.id())) {
      deleteWhatWasDeleted(campaign.id());
    }
    from.experiments().forEach(campaign.id(), this::copy);
    copyEvents(campaign.id());
  }

  /**
   * Whether an earlier copy got as far as an event. What has the same event at its end has the same
   * history up to there, and nothing of its own.
   */
  private boolean isBegun(String campaignId) throws StoreException {
    long last = to.experiments().lastEvent(campaignId);
    if (last > 0
        && !from.experiments()
            .events(campaignId, last - 1, 1)
            .equals(to.experiments().events(campaignId, last - 1, 1))) {
      throw conflict("campaign " + campaignId + " has gone on");
    }
    return last > 0;
  }

  private void deleteWhatWasDeleted(String campaignId) throws IOException {
    List<String> gone = new ArrayList<>();
    to.experiments()
        .forEachLine(
            campaignId,
            line -> {
              if (from.experiments().summary(line.id()).isEmpty()) {
                gone.add(line.id());
              }
            });
    for (int first = 0; first < gone.size(); first += PAGE) {
      int _ = to.experiments().delete(gone.subList(first, Math.min(first + PAGE, gone.size())));
    }
  }

  private void copy(ExperimentRecord experiment) throws IOException {
    Optional<ExperimentRecord> there = to.experiments().find(experiment.id());
    if (there.filter(experiment::equals).isPresent()) {
      return;
    }
    copyMentioned(Json.write(experiment));
    noteMissing(experiment);
    String program = experiment.candidate().programSha256();
    Map<String, RatePoint> points = from.experiments().measuredPoints(program);
    if (!points.isEmpty()) {
      copyMentioned(Json.write(points));
      to.experiments().keepMeasuredPoints(program, points);
    }
    if (there.isPresent()) {
      if (there.get().version() >= experiment.version()) {
        throw conflict("experiment " + experiment.id() + " has gone on");
      }
      // Of an earlier copy; whoever is killed here finds it missing and copies it.
      int _ = to.experiments().delete(List.of(experiment.id()));
    }
    boolean _ = to.experiments().create(experiment);
    if (to.experiments().find(experiment.id()).filter(experiment::equals).isEmpty()) {
      throw conflict("experiment " + experiment.id() + " is changed at the same time");
    }
    experiments++;
  }

  /** Of what a record mentions, artifacts and what is known per frame are what must be there. */
  private void noteMissing(ExperimentRecord experiment) throws StoreException {
    Set<String> named = new LinkedHashSet<>(experiment.artifacts().values());
    for (RatePoint point : experiment.points()) {
      named.add(point.framesSha256());
      point.bitsSha256().ifPresent(named::add);
    }
    named.remove("");
    for (String hash : named) {
      if (absent.contains(hash)) {
        missing.add(new Missing(hash, experiment.id()));
      }
    }
  }

  private void copyEvents(String campaignId) throws IOException {
    long last = to.experiments().lastEvent(campaignId);
    List<StoredEvent> page;
    do {
      page = from.experiments().events(campaignId, last, PAGE);
      for (StoredEvent event : page) {
        copyMentioned(Json.write(event.event()));
        last = to.experiments().append(campaignId, event.time(), event.event());
        if (last != event.number()) {
          throw conflict("campaign " + campaignId + " goes on at the same time");
        }
        events++;
      }
    } while (page.size() == PAGE);
  }

  private StoreException conflict(String what) {
    return StoreException.lasting(
        what
            + " in "
            + to.name()
            + ", so it is not copied there from "
            + from.name()
            + ": let it end there, or copy to another store");
  }

  /** Copies the artifacts that a text mentions; not every hash is one's name. */
  private void copyMentioned(String text) throws IOException {
    for (String hash : Hashes.in(text)) {
      if (settled.contains(hash)) {
        continue;
      }
      if (!to.artifacts().contains(hash)) {
        if (from.artifacts().contains(hash)) {
          copyArtifact(hash);
          artifacts++;
        } else {
          absent.add(hash);
        }
      }
      settled.add(hash);
    }
  }

  private void copyArtifact(String hash) throws IOException {
    Path file = scratch.resolve(hash);
    try {
      from.artifacts().copyTo(hash, file);
      if (!to.artifacts().put(file).equals(hash)) {
        throw new StoreException(
            "the file " + file + " was changed while it was copied: try again");
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
