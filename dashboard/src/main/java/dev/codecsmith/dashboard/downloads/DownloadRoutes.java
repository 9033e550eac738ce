package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.dashboard.requests.Attachments;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.packaging.CodecPackage;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Downloads of an experiment. All are attachments, which no browser shows or runs. A package of a
 * program in Java is compiled in the sandbox. A zip file is written whole before the first byte is
 * sent: one that breaks off looks like a smaller one.
 */
public final class DownloadRoutes {
  private static final String ZIP = "application/zip";
  private static final String ZIP_FILE = "download.zip";

  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final CodecPackage packages;
  private final Turns packing;
  private final Turns zipping;

  /** Writes a zip file that is not there yet. */
  @FunctionalInterface
  private interface Writing {
    void to(Path zip) throws Refusal, IOException, InterruptedException;
  }

  /**
   * @param compiler of programs in Java
   * @param packing of packages
   * @param zipping of zip files of what is stored
   */
  public DownloadRoutes(
      ExperimentStore store,
      ArtifactStore artifacts,
      CodecPackage.JavaBuild compiler,
      Turns packing,
      Turns zipping) {
    this.store = store;
    this.artifacts = artifacts;
    this.packing = packing;
    this.zipping = zipping;
    this.packages = new CodecPackage(artifacts, compiler);
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/experiments/{id}/points.csv", this::points);
    routes.get("/api/experiments/{id}/program.zip", this::program);
    routes.get("/api/experiments/{id}/bitstreams.zip", this::bitstreams);
    routes.get("/api/experiments/{id}/package.zip", this::packaged);
  }

  private void points(Context context) throws Refusal, IOException {
    ExperimentRecord experiment = find(context);
    StringWriter csv = new StringWriter();
    ExperimentExport.writeCsv(experiment, csv);
    Attachments.head(context, "text/csv; charset=utf-8", name(experiment) + ".csv")
        .result(csv.toString());
  }

  private void program(Context context) throws Refusal, IOException, InterruptedException {
    ExperimentRecord experiment = find(context);
    Path written;
    try (Turns.Turn _ = zipping.take()) {
      written = writeProgram(experiment);
    }
    send(context, name(experiment) + "_program.zip", written);
  }

  private Path writeProgram(ExperimentRecord experiment)
      throws Refusal, IOException, InterruptedException {
    Program program = program(experiment);
    Map<String, String> files = new TreeMap<>(program.files());
    files.put(
        ProgramManifest.FILE_NAME,
        ProgramManifest.of(program, Optional.of(experiment.candidate().name())).toJson());
    return write(file -> {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (Map.Entry<String, String> each : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(name(experiment) + "/" + each.getKey()));
          zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
    });
  }

  private Program program(ExperimentRecord experiment) throws Refusal, StoreException {
    Optional<String> artifact =
        Optional.ofNullable(experiment.candidate().artifacts().get(ProgramReference.ROLE));
    if (artifact.isEmpty() || !artifacts.contains(artifact.get())) {
      throw new Refusal(404, "No program is stored of this experiment.");
    }
    Program program = ProgramReference.read(artifacts, artifact.get());
    // Such as a file that would leave the folder into which somebody unpacks it.
    if (program.fault().isPresent()) {
      throw new Refusal(409, "The program cannot be packed. " + program.fault().get());
    }
    return program;
  }

  private void bitstreams(Context context) throws Refusal, IOException, InterruptedException {
    ExperimentRecord experiment = find(context);
    for (RatePoint point : experiment.points()) {
      if (!artifacts.contains(point.bitstreamSha256())) {
        throw new Refusal(404, "A bitstream of this experiment is not stored here.");
      }
    }
    if (experiment.points().isEmpty()) {
      throw new Refusal(404, "No bitstream is stored of this experiment.");
    }
    Path written;
    try (Turns.Turn _ = zipping.take()) {
      written = write(file -> writeBitstreams(experiment, file));
    }
    send(context, name(experiment) + "_bitstreams.zip", written);
  }

  private void writeBitstreams(ExperimentRecord experiment, Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      // They are as small as the program could make them.
      zip.setLevel(0);
      Set<String> given = new HashSet<>();
      for (RatePoint point : experiment.points()) {
        String stem = Attachments.safe(point.clip()) + "_q" + point.quality();
        String entry = stem;
        // Names of two clips may be the same one without what no file system likes.
        for (int number = 2; !given.add(entry); number++) {
          entry = stem + "_" + number;
        }
        zip.putNextEntry(new ZipEntry(name(experiment) + "/" + entry + ".bin"));
        try (InputStream in = artifacts.open(point.bitstreamSha256())) {
          in.transferTo(zip);
        }
      }
    }
  }

  private void packaged(Context context) throws Refusal, IOException, InterruptedException {
    ExperimentRecord experiment = find(context);
    CampaignRecord campaign =
        store
            .findCampaign(experiment.campaignId())
            .orElseThrow(() -> new Refusal(404, "The campaign of this experiment is gone."));
    Path written;
    try (Turns.Turn _ = packing.take()) {
      written = write(zip -> pack(experiment, campaign, zip.resolveSibling("package"), zip));
    }
    send(context, name(experiment) + "_codec.zip", written);
  }

  private void pack(ExperimentRecord experiment, CampaignRecord campaign, Path folder, Path zip)
      throws Refusal, IOException, InterruptedException {
    try {
      packages.write(experiment, campaign, folder);
    } catch (StoreException | InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new Refusal(409, String.valueOf(e.getMessage()));
    }
    ZipOfFolder.write(folder, zip, name(experiment));
  }

  /** Writes a zip file into a scratch folder of its own, which {@link #send} removes. */
  private static Path write(Writing writing) throws Refusal, IOException, InterruptedException {
    Path scratch = TemporaryFolders.create("download");
    boolean isWhole = false;
    try {
      writing.to(scratch.resolve(ZIP_FILE));
      isWhole = true;
      return scratch;
    } finally {
      if (!isWhole) {
        Folders.remove(scratch);
      }
    }
  }

  private static void send(Context context, String file, Path scratch) throws IOException {
    try {
      Path zip = scratch.resolve(ZIP_FILE);
      Attachments.head(context, ZIP, file).header("Content-Length", Long.toString(Files.size(zip)));
      OutputStream out = context.res().getOutputStream();
      long _ = Files.copy(zip, out);
      out.flush();
    } finally {
      Folders.remove(scratch);
    }
  }

  private static String name(ExperimentRecord experiment) {
    return Attachments.safe(experiment.id());
  }

  private ExperimentRecord find(Context context) throws Refusal, StoreException {
    return store
        .find(context.pathParam("id"))
        .orElseThrow(() -> new Refusal(404, "There is no experiment of this id here."));
  }
}
