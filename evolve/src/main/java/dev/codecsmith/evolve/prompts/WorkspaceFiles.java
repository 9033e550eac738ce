package dev.codecsmith.evolve.prompts;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lays out what a prompt shows as files. */
final class WorkspaceFiles {
  private WorkspaceFiles() {}

  static SortedMap<String, String> of(PromptContext context) {
    CampaignBrief campaign = context.campaign();
    Sections sections = new Sections(campaign);
    SortedMap<String, String> files = new TreeMap<>();
    files.put("contract.md", campaign.contract());
    files.put("anchors.csv", anchors(campaign));
    if (WorkspaceTask.isCut(campaign.goal())) {
      files.put("goal.md", campaign.goal() + "\n");
    }
    exhibits("parents", context.parents(), campaign, files);
    exhibits("inspirations", context.inspirations(), campaign, files);
    for (ExperimentRecord failure : context.failures()) {
      files.put("failures/" + failure.id() + ".md", sections.failure(failure, true));
    }
    List<Idea> ideas = context.ideas();
    if (!ideas.isEmpty()) {
      files.put(
          "ideas.md",
          ideas.stream()
              .map(idea -> Sections.idea(idea, context.ideaLog(), campaign.qualities().points()))
              .collect(Collectors.joining("\n")));
    }
    if (!context.notebook().lessons().isEmpty()) {
      files.put("notebook.md", Sections.visible(context.notebook().text(), campaign.clips()));
    }
    return files;
  }

  /** What the anchors get on the search clips. */
  private static String anchors(CampaignBrief campaign) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      List<String> header = new ArrayList<>(List.of("anchor", "clip", "setting", "bytes", "kbps"));
      List<String> figures =
          campaign.anchors().points().values().stream()
              .flatMap(List::stream)
              .flatMap(point -> point.metrics().keySet().stream())
              .distinct()
              .sorted()
              .toList();
      header.addAll(figures);
      csv.writeRecord(header);
      campaign
          .anchors()
          .points()
          .forEach((anchor, points) -> {
            for (RatePoint point : points) {
              if (campaign.clips().search().contains(point.clip())) {
                csv.writeRecord(line(anchor, point, figures));
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<String> line(String anchor, RatePoint point, List<String> figures) {
    List<String> line =
        new ArrayList<>(
            List.of(
                anchor,
                point.clip(),
                String.valueOf(point.quality()),
                String.valueOf(point.bytes()),
                String.valueOf(point.bitrateKbps())));
    figures.forEach(name ->
        line.add(Optional.ofNullable(point.metrics().get(name)).map(String::valueOf).orElse("")));
    return line;
  }

  private static void exhibits(
      String folder, List<Exhibit> exhibits, CampaignBrief campaign, Map<String, String> files) {
    for (int i = 0; i < exhibits.size(); i++) {
      Exhibit exhibit = exhibits.get(i);
      String place = folder + "/" + (i + 1);
      files.put(place + "-scorecard.md", Prompts.figures(campaign, exhibit));
      files.putAll(program(place, exhibit.program()));
    }
  }

  /** A program's folder, as {@code codecsmith evaluate} takes it; empty for one without files. */
  static Map<String, String> program(String folder, Program program) {
    Map<String, String> files = new TreeMap<>();
    if (program.files().isEmpty()) {
      return files;
    }
    program.files().forEach((path, text) -> files.put(folder + "/" + path, text));
    files.put(
        folder + "/" + ProgramManifest.FILE_NAME,
        ProgramManifest.of(program, Optional.empty()).toJson());
    return files;
  }
}
