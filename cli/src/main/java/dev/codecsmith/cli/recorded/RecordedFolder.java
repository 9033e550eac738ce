package dev.codecsmith.cli.recorded;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.codecsmith.cli.recorded.RecordedCampaign.Experiment;
import dev.codecsmith.cli.recorded.RecordedCampaign.Source;
import dev.codecsmith.evolve.edits.ProgramPatch;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;

/** Reads the folder of a recorded campaign. */
public final class RecordedFolder {
  private final Path folder;
  private final RecordedCampaign campaign;
  private final SequencedMap<String, Experiment> experiments = new LinkedHashMap<>();
  private final Map<String, SortedMap<String, String>> figures = new HashMap<>();

  private RecordedFolder(Path folder, RecordedCampaign campaign) {
    this.folder = folder;
    this.campaign = campaign;
    campaign.experiments().forEach(each -> experiments.put(each.id(), each));
  }

  /** Whether that is the folder of a recorded campaign. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(RecordedCampaign.FILE));
  }

  /**
   * Reads it.
   *
   * @throws IOException with a sentence if a file of it cannot be read
   */
  public static RecordedFolder read(Path folder) throws IOException {
    Path file = folder.resolve(RecordedCampaign.FILE);
    try {
      RecordedFolder read =
          new RecordedFolder(
              folder, Json.mapper().readValue(Files.readAllBytes(file), RecordedCampaign.class));
      if (read.campaign.format() != RecordedCampaign.FORMAT) {
        throw new IOException(
            file
                + " has format "
                + read.campaign.format()
                + ", and this version of Codecsmith reads "
                + RecordedCampaign.FORMAT
                + ".");
      }
      read.readFigures();
      return read;
    } catch (JacksonException e) {
      throw new IOException(file + " is no recorded campaign: " + e.getOriginalMessage(), e);
    }
  }

  private void readFigures() throws IOException {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder().ofCsvRecord(folder.resolve(RecordedCampaign.FIGURES))) {
      for (CsvRecord row : csv) {
        if (row.getFieldCount() != 3) {
          throw new IOException(
              RecordedCampaign.FIGURES
                  + ", line "
                  + row.getStartingLineNumber()
                  + ": experiment, figure and value belong here.");
        }
        figures
            .computeIfAbsent(row.getField(0), _ -> new TreeMap<>())
            .put(row.getField(1), row.getField(2));
      }
    }
  }

  public RecordedCampaign campaign() {
    return campaign;
  }

  /** By iteration. */
  public List<Experiment> experiments() {
    return List.copyOf(experiments.values());
  }

  /**
   * The experiment of that id, or the only one whose id begins so.
   *
   * @throws IllegalArgumentException with a sentence if there is none, or more than one
   */
  public Experiment experiment(String id) {
    Experiment exact = experiments.get(id);
    if (exact != null) {
      return exact;
    }
    List<Experiment> matches =
        experiments.values().stream().filter(each -> each.id().startsWith(id)).toList();
    if (matches.size() != 1) {
      throw new IllegalArgumentException(
          (matches.isEmpty() ? "There is no experiment '" : "There are several experiments '")
              + id
              + "' in "
              + folder
              + "; there are "
              + String.join(", ", experiments.sequencedKeySet())
              + ".");
    }
    return matches.getFirst();
  }

  /** What is recorded of an experiment; empty where nothing is. */
  public SortedMap<String, String> figures(String id) {
    return figures.getOrDefault(id, new TreeMap<>());
  }

  /**
   * The program of an experiment.
   *
   * @throws IOException with a sentence if it is not the one that was recorded
   */
  public Program program(Experiment experiment) throws IOException {
    Source source = experiment.candidate().program();
    Path file = folder.resolve(source.file());
    Program program;
    try {
      program =
          source.file().endsWith(".json")
              ? Json.mapper().readValue(Files.readAllBytes(file), Program.class)
              : Program.of(
                  source.language(),
                  source.entry(),
                  ProgramPatch.apply(against(source), Files.readString(file)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(
          "The program of "
              + experiment.id()
              + " in "
              + file
              + " cannot be made: "
              + e.getMessage()
              + ".",
          e);
    }
    if (!program.sha256().equals(source.sha256())) {
      throw new IOException(
          "The program of "
              + experiment.id()
              + " in "
              + file
              + " is not the one that was recorded: its SHA-256 is "
              + program.sha256()
              + ", recorded is "
              + source.sha256()
              + ".");
    }
    return program;
  }

  private Map<String, String> against(Source source) throws IOException {
    Optional<Experiment> parent = source.against().map(this::experiment);
    return parent.isPresent() ? program(parent.get()).files() : Map.of();
  }

  /** The campaign as a store has it. */
  public CampaignRecord stored() {
    return new CampaignRecord(
        campaign.campaign(), campaign.name(), Json.write(campaign.settings()), campaign.created());
  }

  /** The campaign file, if it is there. */
  public Optional<Path> file() {
    return Optional.of(folder.resolve(RecordedCampaign.CAMPAIGN_FILE)).filter(Files::isRegularFile);
  }

  /** The anchors' curves, as far as they were recorded. */
  public List<ClipCurve> curves() throws IOException {
    Path file = folder.resolve(RecordedCampaign.CURVES);
    if (Files.notExists(file)) {
      return List.of();
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return List.of(Json.mapper().readValue(in, ClipCurve[].class));
    } catch (JacksonException e) {
      throw new IOException(file + " holds no curves: " + e.getOriginalMessage(), e);
    }
  }

  /** The files that its anchors bring. */
  public List<Path> files() throws IOException {
    Path files = folder.resolve(RecordedCampaign.FILES);
    if (Files.notExists(files)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(files)) {
      return all.sorted().toList();
    }
  }
}
