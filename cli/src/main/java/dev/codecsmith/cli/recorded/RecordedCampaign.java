package dev.codecsmith.cli.recorded;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What {@code record.json} of a recorded campaign says. Paths are relative to its folder.
 *
 * @param format {@link #FORMAT}
 * @param campaign its id
 * @param name for people
 * @param created when it was first run
 * @param settings all that decided its results
 * @param notRecorded what a campaign has and this record lacks, in sentences
 * @param experiments by iteration
 */
@RecordBuilder
public record RecordedCampaign(
    int format,
    String campaign,
    String name,
    Instant created,
    JsonNode settings,
    List<String> notRecorded,
    List<Experiment> experiments) {
  public static final int FORMAT = 1;

  /** Where this is. */
  public static final String FILE = "record.json";

  /** A row for each figure: experiment, figure, value. */
  public static final String FIGURES = "figures.csv";

  /** What each rate point took; it differs from run to run and is not compared. */
  public static final String TIMES = "times.csv";

  /** The campaign file, for people, and where its clips are. */
  public static final String CAMPAIGN_FILE = "campaign.yaml";

  /** The anchors' curves, a JSON array, compressed. */
  public static final String CURVES = "anchors.json.gz";

  /** Every call of a model, compressed. */
  public static final String CALLS = "calls.jsonl.gz";

  /** What anchors of somebody's own bring, by SHA-256. */
  public static final String FILES = "files";

  public RecordedCampaign {
    notRecorded = List.copyOf(notRecorded);
    experiments = List.copyOf(experiments);
  }

  /**
   * One experiment.
   *
   * @param identity what it is called
   * @param candidate what was measured
   * @param failure kind, phase and message of why it has no score
   * @param warnings what a person should look at
   */
  public record Experiment(
      Identity identity, Candidate candidate, Optional<Failed> failure, List<String> warnings) {
    public Experiment {
      warnings = List.copyOf(warnings);
    }

    @JsonIgnore
    public String id() {
      return identity.id();
    }
  }

  /** What an experiment is called, and how it ended. */
  public record Identity(String id, int iteration, String name, String status) {}

  /** Why an experiment failed. */
  public record Failed(String kind, String phase, String message) {}

  /**
   * What was proposed.
   *
   * @param proposer who made it
   * @param reasoning why
   * @param parents ids of experiments
   * @param program its sources
   * @param texts files by role: prompt, reply
   */
  public record Candidate(
      String proposer,
      String reasoning,
      List<String> parents,
      Source program,
      Map<String, String> texts) {
    public Candidate {
      parents = List.copyOf(parents);
      texts = new TreeMap<>(texts);
    }
  }

  /**
   * The sources of a program.
   *
   * @param language what it is written in
   * @param entry what is started
   * @param sha256 of the program
   * @param file a unified diff, or a JSON document with all files
   * @param against the experiment that a diff is against; empty for one against nothing
   */
  public record Source(
      String language, String entry, String sha256, String file, Optional<String> against) {}
}
