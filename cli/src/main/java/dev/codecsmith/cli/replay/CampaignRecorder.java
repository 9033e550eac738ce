package dev.codecsmith.cli.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.recorded.RecordedCampaign;
import dev.codecsmith.cli.recorded.RecordedCampaign.Candidate;
import dev.codecsmith.cli.recorded.RecordedCampaign.Experiment;
import dev.codecsmith.cli.recorded.RecordedCampaign.Failed;
import dev.codecsmith.cli.recorded.RecordedCampaign.Identity;
import dev.codecsmith.cli.recorded.RecordedCampaign.Source;
import dev.codecsmith.cli.recorded.RecordedCampaignBuilder;
import dev.codecsmith.evolve.edits.ProgramDiff;
import dev.codecsmith.evolve.edits.ProgramPatch;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CommandFile;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a campaign into a folder that holds all of it but its clips, logs and bitstreams: every
 * program as a diff to its parent, every prompt and reply, every figure.
 */
final class CampaignRecorder {
  private static final int CONTEXT = 3;

  private final DataDirectory data;
  private final CampaignRecord campaign;
  private final EvaluationSettings settings;
  private final Path folder;
  private final SequencedMap<String, Program> programs = new LinkedHashMap<>();
  private final List<String> notRecorded = new ArrayList<>();

  /**
   * @param settings how the campaign's programs were measured
   * @param folder where to; new, or with a campaign file in it
   */
  CampaignRecorder(
      DataDirectory data, CampaignRecord campaign, EvaluationSettings settings, Path folder) {
    this.data = data;
    this.campaign = campaign;
    this.settings = settings;
    this.folder = folder;
  }

  /** Writes all of it; returns what is not there to be recorded, in sentences. */
  List<String> write() throws IOException {
    Files.createDirectories(folder.resolve("programs"));
    List<Experiment> experiments = new ArrayList<>();
    FigureComparison figures = new FigureComparison(settings.objective());
    try (CsvWriter csv = csv(RecordedCampaign.FIGURES);
        CsvWriter times = csv(RecordedCampaign.TIMES)) {
      times.writeRecord(
          "experiment",
          "clip",
          "quality",
          "encode_cpu_s",
          "decode_cpu_s",
          "encode_wall_s",
          "decode_wall_s",
          "peak_memory_bytes");
      List<ExperimentRecord> records = new ArrayList<>();
      data.experiments().forEach(campaign.id(), records::add);
      for (ExperimentRecord record : records) {
        experiments.add(experiment(record));
        if (!record.executedProgramSha256().isEmpty()) {
          figures
              .figures(record)
              .forEach((name, value) -> csv.writeRecord(record.id(), name, value));
          record.points().forEach(point -> writeTimes(times, record.id(), point));
        }
      }
    }
    writeCalls(experiments);
    writeCurves();
    writeFiles();
    Json.mapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(
            folder.resolve(RecordedCampaign.FILE),
            RecordedCampaignBuilder.builder()
                .format(RecordedCampaign.FORMAT)
                .campaign(campaign.id())
                .name(campaign.name())
                .created(campaign.created())
                .settings(Json.mapper().readTree(campaign.settingsJson()))
                .notRecorded(notRecorded)
                .experiments(experiments)
                .build());
    return List.copyOf(notRecorded);
  }

  private CsvWriter csv(String name) throws IOException {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(folder.resolve(name));
  }

  /** What differs from run to run, and so is not compared. */
  private static void writeTimes(CsvWriter csv, String experiment, RatePoint point) {
    csv.writeRecord(
        experiment,
        point.clip(),
        String.valueOf(point.quality()),
        String.valueOf(point.encode().cpuSeconds()),
        String.valueOf(point.decode().cpuSeconds()),
        String.valueOf(point.encode().wallSeconds()),
        String.valueOf(point.decode().wallSeconds()),
        String.valueOf(
            Math.max(point.encode().peakMemoryBytes(), point.decode().peakMemoryBytes())));
  }

  private Experiment experiment(ExperimentRecord record) throws IOException {
    String stem =
        String.format(Locale.ROOT, "%04d-%s", record.iteration(), safe(record.candidate().name()));
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, String> each :
        new TreeMap<>(record.candidate().artifacts()).entrySet()) {
      if (!each.getKey().equals(ProgramReference.ROLE)) {
        texts.put(each.getKey(), text(stem + "-" + safe(each.getKey()), each.getValue()));
      }
    }
    return new Experiment(
        new Identity(
            record.id(), record.iteration(), record.candidate().name(), record.status().label()),
        new Candidate(
            record.candidate().proposer(),
            record.candidate().reasoning(),
            record.candidate().parents(),
            source(record, stem),
            texts),
        record
            .failure()
            .map(each -> new Failed(each.kind().label(), each.phase().label(), each.message())),
        record.remarks());
  }

  private static String safe(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    return safe.length() > 60 ? safe.substring(0, 60) : safe;
  }

  private String text(String stem, String sha256) throws IOException {
    String file = "texts/" + stem + ".gz";
    Files.createDirectories(folder.resolve("texts"));
    Files.write(folder.resolve(file), packed(data.artifacts().read(sha256)));
    return file;
  }

  /** As a diff, where that leads back to the same program, and else as it is. */
  private Source source(ExperimentRecord record, String stem) throws IOException {
    Program program = StoredExperiments.program(record, data.artifacts());
    Against against = against(record.candidate().parents(), program);
    programs.put(record.id(), program);
    boolean exact = isExact(against.files(), against.diff(), program);
    String file = "programs/" + stem + (exact ? ".diff" : ".json");
    Files.writeString(
        folder.resolve(file), exact ? against.diff() : Json.write(program), StandardCharsets.UTF_8);
    return new Source(
        program.language(),
        program.entry(),
        program.sha256(),
        file,
        exact ? against.id() : Optional.empty());
  }

  /** What a program is told as a diff to. */
  private record Against(Optional<String> id, Map<String, String> files, String diff) {}

  /** Its parent, unless the diff to the program before it is not even half as long. */
  private Against against(List<String> parents, Program program) {
    Optional<String> parent = parents.stream().filter(programs::containsKey).findFirst();
    Against usual = against(parent, program);
    if (programs.isEmpty()) {
      return usual;
    }
    Against before = against(Optional.of(programs.lastEntry().getKey()), program);
    return 2 * before.diff().length() < usual.diff().length() ? before : usual;
  }

  private Against against(Optional<String> id, Program program) {
    Map<String, String> files = new TreeMap<>();
    id.map(programs::get).ifPresent(other -> files.putAll(other.files()));
    return new Against(
        id,
        files,
        ProgramDiff.unified(
            Program.of(program.language(), program.entry(), files), program, CONTEXT));
  }

  private static boolean isExact(Map<String, String> before, String diff, Program program) {
    try {
      return ProgramPatch.apply(before, diff).equals(program.files());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private void writeCalls(List<Experiment> experiments) throws IOException {
    Path calls = CampaignModel.callsOf(data.path(), campaign.id());
    List<String> brought =
        experiments.stream()
            .filter(each -> each.candidate().proposer().startsWith(OutsideProposer.NAME))
            .map(Experiment::id)
            .toList();
    if (Files.exists(calls)) {
      Files.write(folder.resolve(RecordedCampaign.CALLS), packed(Files.readAllBytes(calls)));
    }
    if (!brought.isEmpty()) {
      notRecorded.add(
          "Prompts and replies behind the programs that others brought ("
              + String.join(", ", brought)
              + "): the campaign never had them.");
    }
  }

  private void writeCurves() throws IOException {
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    AnchorMemory memory = new AnchorMemory(codec, data.experiments());
    List<ClipCurve> curves = new ArrayList<>();
    for (Anchor anchor : settings.anchors()) {
      for (Clip clip : settings.clips()) {
        Optional<AnchorCurve> curve =
            memory.find(anchor, clip, clip.frames(), settings.objective().moreMetrics());
        if (curve.isPresent()) {
          curves.add(new ClipCurve(clip.sha256(), clip.frames(), curve.get(), codec.origin()));
        } else {
          notRecorded.add(
              "The curve of "
                  + anchor.name()
                  + " on "
                  + clip.name()
                  + ": it was not measured with "
                  + codec.origin()
                  + ".");
        }
      }
    }
    Files.write(
        folder.resolve(RecordedCampaign.CURVES), packed(Json.mapper().writeValueAsBytes(curves)));
  }

  private void writeFiles() throws IOException {
    Map<String, CommandFile> all = new LinkedHashMap<>();
    for (Anchor anchor : settings.anchors()) {
      if (anchor instanceof CommandAnchor own) {
        own.files().values().forEach(file -> all.put(file.sha256(), file));
      }
    }
    if (!all.isEmpty()) {
      Path files = Files.createDirectories(folder.resolve(RecordedCampaign.FILES));
      for (String sha256 : all.keySet()) {
        data.artifacts().copyTo(sha256, files.resolve(sha256));
      }
    }
  }

  /** The same bytes are packed the same way each time. */
  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
