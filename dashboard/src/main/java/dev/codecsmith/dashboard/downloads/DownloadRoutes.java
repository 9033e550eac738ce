package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.packaging.CodecPackage;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Downloads of an experiment. All are attachments, which no browser shows or runs. A package of a
 * program in Java is compiled in the sandbox, one at a time however many ask.
 */
public final class DownloadRoutes {
  private static final String ZIP = "application/zip";

  private final ExperimentStore store;
  private final ArtifactStore artifacts;
  private final CodecPackage packages;
  private final ReentrantLock packing = new ReentrantLock();

  /**
   * @param compiler of programs in Java
   */
  public DownloadRoutes(
      ExperimentStore store, ArtifactStore artifacts, CodecPackage.JavaBuild compiler) {
    this.store = store;
    this.artifacts = artifacts;
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
    head(context, "text/csv; charset=utf-8", name(experiment) + ".csv").result(csv.toString());
  }

  private void program(Context context) throws Refusal, IOException {
    ExperimentRecord experiment = find(context);
    Program program = program(experiment);
    Map<String, String> files = new TreeMap<>(program.files());
    Map<String, String> manifest = new TreeMap<>();
    manifest.put("language", program.language());
    manifest.put("entry", program.entry());
    manifest.put("name", experiment.candidate().name());
    files.put(ProgramManifest.FILE_NAME, Json.write(manifest) + "\n");
    try (ZipOutputStream zip = zip(context, name(experiment) + "_program.zip")) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(name(experiment) + "/" + file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
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

  private void bitstreams(Context context) throws Refusal, IOException {
    ExperimentRecord experiment = find(context);
    for (RatePoint point : experiment.points()) {
      if (!artifacts.contains(point.bitstreamSha256())) {
        throw new Refusal(404, "A bitstream of this experiment is not stored here.");
      }
    }
    if (experiment.points().isEmpty()) {
      throw new Refusal(404, "No bitstream is stored of this experiment.");
    }
    try (ZipOutputStream zip = zip(context, name(experiment) + "_bitstreams.zip")) {
      // They are as small as the program could make them.
      zip.setLevel(0);
      for (RatePoint point : experiment.points()) {
        String file = safe(point.clip()) + "_q" + point.quality() + ".bin";
        zip.putNextEntry(new ZipEntry(name(experiment) + "/" + file));
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
    Path scratch = Files.createTempDirectory("codecsmith-download");
    try {
      Path zip = scratch.resolve("package.zip");
      packing.lockInterruptibly();
      try {
        pack(experiment, campaign, scratch.resolve("package"), zip);
      } finally {
        packing.unlock();
      }
      head(context, ZIP, name(experiment) + "_codec.zip")
          .header("Content-Length", Long.toString(Files.size(zip)));
      OutputStream out = context.res().getOutputStream();
      long _ = Files.copy(zip, out);
      out.flush();
    } finally {
      Folders.remove(scratch);
    }
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

  private static ZipOutputStream zip(Context context, String file) throws IOException {
    return new ZipOutputStream(head(context, ZIP, file).res().getOutputStream());
  }

  static Context head(Context context, String type, String file) {
    return context
        .contentType(type)
        .header("Content-Disposition", "attachment; filename=\"" + file + '"')
        .header("Cache-Control", "no-store");
  }

  private static String name(ExperimentRecord experiment) {
    return safe(experiment.id());
  }

  static String safe(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private ExperimentRecord find(Context context) throws Refusal, StoreException {
    return store
        .find(context.pathParam("id"))
        .orElseThrow(() -> new Refusal(404, "There is no experiment of this id here."));
  }
}
