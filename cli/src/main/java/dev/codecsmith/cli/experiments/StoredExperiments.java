package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds experiments by what a person types, and what they were measured with. */
public final class StoredExperiments {
  /** How many of several ids that begin alike are named. */
  private static final int EXAMPLES = 3;

  /** How many campaigns are named where one has to be chosen. */
  private static final int NAMED = 100;

  private StoredExperiments() {}

  /** What is said where a folder holds no campaign. */
  public static String none(DataDirectory opened) {
    return "No campaigns in " + opened.path() + " yet. Start one: " + NextCommand.of("run", opened);
  }

  /**
   * The experiment of that id, or the only one whose id begins so.
   *
   * @throws IOException with a sentence if there is none, or more than one
   */
  public static ExperimentRecord find(DataDirectory data, String id) throws IOException {
    ExperimentStore store = data.experiments();
    Optional<ExperimentRecord> exact = store.find(id);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<String> matches = store.idsStartingWith(id, EXAMPLES + 1);
    if (matches.size() == 1) {
      Optional<ExperimentRecord> only = store.find(matches.getFirst());
      if (only.isPresent()) {
        return only.get();
      }
    }
    throw new IOException(
        matches.size() < 2
            ? "There is no experiment '"
                + id
                + "'; "
                + NextCommand.of("experiments list", data)
                + " names them."
            : "'"
                + id
                + "' is the start of several experiments' ids ("
                + String.join(", ", matches.subList(0, Math.min(matches.size(), EXAMPLES)))
                + (matches.size() > EXAMPLES ? ", …" : "")
                + "); give more of it.");
  }

  /** Whether the folder holds no campaign. */
  public static boolean isEmpty(DataDirectory data) throws IOException {
    return data.experiments().campaigns(Page.FIRST, 1).items().isEmpty();
  }

  /** Visits all campaigns, or the one of that id. */
  public static void forEachCampaign(
      DataDirectory data, @Nullable String id, ExperimentStore.Visitor<CampaignRecord> visitor)
      throws IOException {
    if (id == null) {
      data.experiments().forEachCampaign(visitor);
    } else {
      visitor.visit(campaign(data, id));
    }
  }

  /**
   * The campaign of that id, or the only one whose id begins so; without an id the only one there
   * is, where the experiments of {@code evaluate} are none as long as there is another.
   *
   * @throws IOException with a sentence if there is none, or more than one
   */
  public static CampaignRecord campaign(DataDirectory data, @Nullable String id)
      throws IOException {
    ExperimentStore store = data.experiments();
    Optional<CampaignRecord> exact = id == null ? Optional.empty() : store.findCampaign(id);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<CampaignRecord> matches =
        id == null
            ? store.campaigns(Page.FIRST, NAMED).items()
            : store.campaignsStartingWith(id, NAMED);
    if (id == null && matches.size() > 1) {
      matches = matches.stream().filter(each -> !Campaigns.isOfEvaluate(each.id())).toList();
    }
    if (matches.size() == 1) {
      return matches.getFirst();
    }
    Page<CampaignRecord> all = store.campaigns(Page.FIRST, NAMED);
    String known =
        all.items().stream().map(CampaignRecord::id).collect(Collectors.joining(", "))
            + (all.next().isPresent() ? ", …" : "");
    throw new IOException(
        id == null
            ? all.items().isEmpty()
                ? "There is no campaign yet; start one with " + NextCommand.of("run", data) + "."
                : "Say which campaign: " + known + "."
            : (matches.isEmpty()
                    ? "There is no campaign '" + id + "'"
                    : "'" + id + "' is the start of several campaigns' ids")
                + "; there are "
                + (all.items().isEmpty() ? "none" : known)
                + ".");
  }

  /** The program of an experiment, as it was proposed. */
  public static Program program(ExperimentRecord experiment, ArtifactStore artifacts)
      throws IOException {
    return ProgramReference.read(
        artifacts,
        Optional.ofNullable(experiment.candidate().artifacts().get(ProgramReference.ROLE))
            .orElseThrow(() -> new IOException(experiment.id() + " has no stored program.")));
  }

  /**
   * How a campaign's experiments were measured, by its identity.
   *
   * @throws IOException with a sentence if a clip of it is no longer there
   */
  public static EvaluationSettings evaluation(CampaignRecord campaign, ClipCatalogue catalogue)
      throws IOException {
    JsonNode identity = Json.mapper().readTree(campaign.settingsJson());
    return new EvaluationSettings(
        clips(identity.path("clips"), catalogue),
        clips(identity.path("held_out"), catalogue),
        Qualities.parse(identity.path("qualities").asString()),
        List.of(Json.mapper().treeToValue(identity.path("anchors"), Anchor[].class)),
        Json.mapper().treeToValue(identity.path("limits"), CodingLimits.class),
        new Extras(
            KeptVideo.NONE,
            identity.path("devices").valueStream().map(JsonNode::asString).map(Path::of).toList(),
            identity.has("cascade")
                ? Optional.of(Json.mapper().treeToValue(identity.path("cascade"), Cascade.class))
                : Optional.empty(),
            CampaignObjective.of(identity),
            identity.has("constraints")
                ? Json.mapper().treeToValue(identity.path("constraints"), Constraints.class)
                : Constraints.NONE));
  }

  /** The same; empty where a clip of it is no longer there. */
  public static Optional<EvaluationSettings> evaluationIfThere(
      CampaignRecord campaign, ClipCatalogue catalogue) throws IOException {
    return hasClips(campaign, catalogue)
        ? Optional.of(evaluation(campaign, catalogue))
        : Optional.empty();
  }

  /**
   * How near an experiment came to its limits; empty where no point was measured, or where a clip
   * is gone, by whose size nobody can tell what it was allowed.
   */
  static Optional<LimitUse> limitUse(DataDirectory data, ExperimentRecord experiment)
      throws IOException {
    Optional<CampaignRecord> campaign = data.experiments().findCampaign(experiment.campaignId());
    return campaign.isPresent()
        ? evaluationIfThere(campaign.get(), new ClipCatalogue(data.clipsDirectory()))
            .flatMap(
                settings -> LimitUse.of(settings, experiment.points(), experiment.decoderBytes()))
        : Optional.empty();
  }

  /** Whether all clips of a campaign are still there. */
  public static boolean hasClips(CampaignRecord campaign, ClipCatalogue catalogue)
      throws IOException {
    JsonNode identity = Json.mapper().readTree(campaign.settingsJson());
    for (String kind : List.of("clips", "held_out")) {
      for (JsonNode clip : identity.path(kind)) {
        if (catalogue.find(clip.path("sha256").asString()).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /** How far behind an iteration was what it could learn from. */
  public static int lag(CampaignRecord campaign) {
    return Json.mapper().readTree(campaign.settingsJson()).path("lag").asInt(1);
  }

  /** What decided the random choices of a campaign. */
  public static long seed(CampaignRecord campaign) {
    return Json.mapper().readTree(campaign.settingsJson()).path("seed").asLong(1);
  }

  private static List<Clip> clips(JsonNode names, ClipCatalogue catalogue) throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (JsonNode each : names) {
      String sha256 = each.path("sha256").asString();
      clips.add(
          catalogue
              .find(sha256)
              .orElseThrow(() ->
                  new IOException(
                      "The clip "
                          + each.path("name").asString()
                          + " of SHA-256 "
                          + sha256
                          + " is no longer in the data folder; add it again with "
                          + NextCommand.of("clips add FILE")
                          + ".")));
    }
    return clips;
  }
}
