package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.recorded.RecordedFolder;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clips of a recorded campaign, which are no part of it, as far as they are at hand.
 *
 * @param campaign measured on these alone
 * @param names what they are called
 * @param missing the names of those that are not at hand
 */
record RecordedClips(CampaignRecord campaign, List<String> names, List<String> missing) {
  RecordedClips {
    names = List.copyOf(names);
    missing = List.copyOf(missing);
  }

  private record Wanted(String name, String sha256, int frames) {
    static Wanted of(JsonNode clip) {
      return new Wanted(
          clip.path("name").asString(),
          clip.path("sha256").asString(),
          clip.path("frames").asInt());
    }

    String inWords() {
      return name + " (" + frames + " frames)";
    }
  }

  /**
   * Finds them, and puts them into the catalogue.
   *
   * @param given files; where there are none, those that the campaign file names, or generated ones
   * @throws IllegalArgumentException with a sentence if a given file is none of them
   * @throws IOException with a sentence if none of those that make the score is at hand
   */
  static RecordedClips find(RecordedFolder folder, List<Path> given, ClipCatalogue catalogue)
      throws IOException {
    CampaignRecord campaign = folder.stored();
    ObjectNode settings = (ObjectNode) Json.mapper().readTree(campaign.settingsJson());
    List<Wanted> all = new ArrayList<>();
    settings.path("clips").forEach(clip -> all.add(Wanted.of(clip)));
    settings.path("held_out").forEach(clip -> all.add(Wanted.of(clip)));
    Set<String> found = new HashSet<>();
    for (Path file : given) {
      found.add(
          load(file, all, catalogue)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      file
                          + " is none of the campaign's clips: their first frames have another"
                          + " SHA-256. They are "
                          + String.join(", ", all.stream().map(Wanted::inWords).toList())
                          + ".")));
    }
    if (given.isEmpty()) {
      for (Path file : named(folder)) {
        load(file, all, catalogue).ifPresent(found::add);
      }
      for (Wanted clip : all) {
        generated(clip, catalogue).ifPresent(found::add);
      }
    }
    List<String> names = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Wanted clip : all) {
      (found.contains(clip.sha256()) ? names : missing).add(clip.name());
    }
    settings.set("clips", only(settings.path("clips"), found));
    settings.set("held_out", only(settings.path("held_out"), found));
    if (settings.path("clips").isEmpty()) {
      throw new IOException(
          "None of the campaign's clips is at hand; say where they are with --clip FILE: "
              + String.join(", ", all.stream().map(Wanted::inWords).toList())
              + ".");
    }
    return new RecordedClips(
        new CampaignRecord(
            campaign.id(), campaign.name(), Json.write(settings), campaign.created()),
        names,
        missing);
  }

  /** Files that the campaign file names and that are there. */
  private static List<Path> named(RecordedFolder folder) throws IOException {
    Optional<Path> file = folder.file();
    if (file.isEmpty()) {
      return List.of();
    }
    CampaignPlan plan = CampaignFile.read(file.get());
    List<Path> files = new ArrayList<>(plan.clips());
    files.addAll(plan.heldOut());
    return files.stream().filter(Files::isRegularFile).toList();
  }

  /** The SHA-256 of the clip that the file is, if it is one of them. */
  private static Optional<String> load(Path file, List<Wanted> all, ClipCatalogue catalogue)
      throws IOException {
    for (int frames : all.stream().mapToInt(Wanted::frames).distinct().toArray()) {
      Clip clip = catalogue.importFile(file, OptionalInt.of(frames)).clip();
      if (all.stream().anyMatch(each -> each.sha256().equals(clip.sha256()))) {
        return Optional.of(clip.sha256());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> generated(Wanted wanted, ClipCatalogue catalogue)
      throws IOException {
    List<GeneratedClipSpec> specs = new ArrayList<>(GeneratedClipSpec.DEFAULTS);
    specs.add(GeneratedClipSpec.HELD_OUT);
    for (GeneratedClipSpec spec : specs) {
      if (spec.name().equals(wanted.name()) && wanted.frames() >= spec.shots().size()) {
        Clip clip = catalogue.generated(spec.withFrames(wanted.frames()));
        if (clip.sha256().equals(wanted.sha256())) {
          return Optional.of(clip.sha256());
        }
      }
    }
    return Optional.empty();
  }

  private static ArrayNode only(JsonNode clips, Set<String> found) {
    ArrayNode left = Json.mapper().createArrayNode();
    for (JsonNode clip : clips) {
      if (found.contains(clip.path("sha256").asString())) {
        left.add(clip);
      }
    }
    return left;
  }
}
