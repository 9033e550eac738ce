package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an experiment to keep. */
class DownloadsTest extends ServedStoreTest {
  private static final Program PYTHON =
      Program.of("python", "a.py", Map.of("a.py", "print('hi')\n", "lib/b.py", "b = 1\n"));

  @TempDir private Path folder;

  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  private HttpResponse<byte[]> download(String file) throws Exception {
    return client.send(
        to("/api/experiments/" + experiment(1) + "/" + file).build(), BodyHandlers.ofByteArray());
  }

  private static Map<String, String> unzipped(HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"" + experiment(1));
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void aProgramComesAsTheFolderThatEvaluateTakes() throws Exception {
    campaign.of(1, ProgramReference.store(artifacts, PYTHON).artifact());
    Map<String, String> files = unzipped(download("program.zip"));
    assertThat(files).containsEntry(experiment(1) + "/lib/b.py", "b = 1\n");
    assertThat(files.get(experiment(1) + "/program.json"))
        .contains("\"entry\":\"a.py\"", "\"language\":\"python\"");
  }

  @Test
  void aProgramThatIsLoadedFromItsDownloadIsTheSameProgram() throws Exception {
    Program part =
        Program.of("java", "A", Map.of("A.java", "class A {}\n", "B.java", "class B {}\n"))
            .withEditable(List.of("B.java"));
    campaign.of(1, ProgramReference.store(artifacts, part).artifact());
    for (Map.Entry<String, String> file : unzipped(download("program.zip")).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolve("..").normalize());
      Files.writeString(path, file.getValue());
    }
    Program loaded = Program.load(folder.resolve(experiment(1)));
    assertThat(loaded.editable()).containsExactly("B.java");
    assertThat(loaded).isEqualTo(part);
  }

  @Test
  void aPackageRunsWhereItIsUnpacked() throws Exception {
    campaign.of(1, PYTHON, ProgramReference.store(artifacts, PYTHON).artifact());
    HttpResponse<byte[]> answer = download("package.zip");
    assertThat(unzipped(answer))
        .containsKeys(experiment(1) + "/README.md", experiment(1) + "/src/a.py");
    Path zip = Files.write(folder.resolve("codec.zip"), answer.body());
    try (FileSystem files =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
      assertThat(Files.getPosixFilePermissions(files.getPath(experiment(1), "codec")))
          .contains(PosixFilePermission.OWNER_EXECUTE);
    }
  }

  @Test
  void whatCannotBePackedIsSaid() throws Exception {
    Program java = Program.of("java", "A.java", Map.of("A.java", "class A {"));
    campaign.of(1, java, ProgramReference.store(artifacts, java).artifact());
    HttpResponse<byte[]> answer = download("package.zip");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("There is no compiler here.");
    assertThat(download("bitstreams.zip").statusCode()).isEqualTo(404);
    assertThat(get("/api/experiments/none/program.zip").statusCode()).isEqualTo(404);
  }

  @Test
  void ratePointsComeAsCsvAndBitstreamsTogether() throws Exception {
    campaign.succeeded(1, -3);
    HttpResponse<byte[]> csv = download("points.csv");
    assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines()).hasSize(3);
    assertThat(download("bitstreams.zip").statusCode()).as("none is stored").isEqualTo(404);
    campaign.measured(2, artifacts.put("bits".getBytes(StandardCharsets.UTF_8)), "carphone");
    HttpResponse<byte[]> zip =
        client.send(
            to("/api/experiments/" + experiment(2) + "/bitstreams.zip").build(),
            BodyHandlers.ofByteArray());
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
      assertThat(in.getNextEntry().getName()).isEqualTo(experiment(2) + "/carphone_q20.bin");
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("bits");
    }
  }

  @Test
  void bitstreamsOfClipsWhoseFilesWouldHaveOneNameAreAllThere() throws Exception {
    campaign.measured(
        1, artifacts.put("bits".getBytes(StandardCharsets.UTF_8)), "a b", "a_b", "a/b");
    HttpResponse<byte[]> zip = download("bitstreams.zip");
    assertThat(zip.headers().firstValueAsLong("Content-Length")).hasValue(zip.body().length);
    assertThat(unzipped(zip))
        .containsOnlyKeys(
            experiment(1) + "/a_b_q20.bin",
            experiment(1) + "/a_b_q20_2.bin",
            experiment(1) + "/a_b_q20_3.bin");
  }

  @Test
  void aCampaignComesAsAReport() throws Exception {
    HttpResponse<String> report = get("/api/campaigns/c/report.html");
    assertThat(report.body()).isEqualTo("name of c");
    assertThat(report.headers().firstValue("Content-Disposition").orElse(""))
        .isEqualTo("attachment; filename=\"c_report.html\"");
    assertThat(get("/api/campaigns/none/report.html").statusCode()).isEqualTo(404);
  }
}
