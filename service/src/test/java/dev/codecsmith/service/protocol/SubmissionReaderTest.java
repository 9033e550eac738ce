package dev.codecsmith.service.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.service.worker.Jobs;
import dev.codecsmith.store.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionReaderTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final String SOURCES =
      "{\"experiment_id\":\"exp_iter1_1760802000\",\"timestamp\":1760802000,"
          + "\"encoding_code\":\"import sys\",\"decoding_code\":\"import zlib\"}";
  private static final String PROGRAM =
      "{\"experiment_id\":\"e\",\"attempt\":\"2\",\"program\":{\"language\":\"c\",\"entry\":\"a.c\","
          + "\"files\":{\"a.c\":\"int a;\"}},\"clips\":[\"carphone\"],\"qualities\":[20,40,60,80],"
          + "\"limits\":{\"memory_mib\":256}}";

  private static Submission read(String body) throws BadRequestException {
    return SubmissionReader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void twoPythonSourcesAreAProgram() throws Exception {
    Submission.OfProgram read = (Submission.OfProgram) read(SOURCES);
    assertThat(read.id()).hasToString("exp_iter1_1760802000");
    assertThat(read.program().language()).isEqualTo("python");
    assertThat(read.program().files())
        .containsEntry("encoder.py", "import sys")
        .containsEntry("decoder.py", "import zlib");
    assertThat(read.clips()).isEmpty();
  }

  @Test
  void aProgramMayNameClipsQualitiesAndLimits() throws Exception {
    Submission.OfProgram read = (Submission.OfProgram) read(PROGRAM);
    assertThat(read.id()).hasToString("e.2");
    assertThat(read.clips()).containsExactly("carphone");
    assertThat(read.qualities()).contains(Qualities.parse("20,40,60,80"));
    assertThat(read.limits().orElseThrow().memoryBytes()).isEqualTo(256L << 20);
  }

  @Test
  void theSameBodyHasTheSameFingerprint() throws Exception {
    assertThat(read(SOURCES).fingerprint()).isEqualTo(read(SOURCES).fingerprint());
    assertThat(read(SOURCES).fingerprint())
        .isNotEqualTo(read(SOURCES.replace("zlib", "lzma")).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../x", "", ".", "a/b", "a.b", "-a", "a b", "a\\u0000", "a%2e", "é", "a\\n"})
  void anIdThatCouldBeAPathOrAnAddressIsRefused(String id) {
    assertThatThrownBy(() -> read("{\"experiment_id\":\"" + id + "\"}"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("experiment_id must");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|The body is not JSON",
        "[]|The body must be one JSON object.",
        "{\"job\":null}|job must be an object.",
        "null|The body must be one JSON object.",
        "{\"experiment_id\":\"a\"}|The body needs encoding_code and decoding_code",
        "{\"experiment_id\":7}|\"experiment_id\" must be a text.",
        "{\"experiment_id\":\"a\",\"experiment_id\":\"b\"}|The body is not JSON",
        "{\"experiment_id\":\"a\",\"encoding_code\":\"x\",\"decoding_code\":\"y\",\"z\":1}|There is no key \"z\" here.",
        "{\"experiment_id\":\"a\",\"program\":7}|An object is expected",
        "{\"experiment_id\":\"a\",\"program\":{\"language\":\"c\",\"files\":[]}}|program.files must be",
        "{\"experiment_id\":\"a\",\"program\":{\"language\":\"c\",\"files\":{\"../a\":\"\"}}}|The file name",
        "{\"job\":{\"type\":\"trial\"}}|The job cannot be read",
        "{\"job\":{\"type\":\"worse\"}}|The job cannot be read",
      })
  void whatIsWrongIsSaidInASentence(String body, String sentence) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void aBodyOfVeryManyValuesIsRefusedBeforeItIsATree() {
    assertThatThrownBy(() -> read("[" + "{},".repeat(100_000) + "{}]"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("The body has more than 200000 values and names");
  }

  private static String job(JobSettings.Options options, String qualities) {
    Job.Trial usual = Jobs.trial("exp_iter1_x/1");
    JobSettings settings = usual.settings();
    return "{\"job\":"
        + Json.write(
            new Job.Trial(
                usual.attempt(),
                new JobSettings(
                    settings.searchClips(),
                    settings.heldOutClips(),
                    qualities,
                    settings.anchors(),
                    settings.limits(),
                    options),
                usual.program()))
        + "}";
  }

  @Test
  void aJobThatAsksForWhatCannotBeIsRefusedBeforeItIsTaken() throws Exception {
    JobSettings.Options usual = Jobs.trial("exp_iter1_x/1").settings().options();
    assertThat(read(job(usual, "20,40,60,80")).id()).hasToString("exp_iter1_x.1");
    assertThatThrownBy(() -> read(job(usual, "all of them")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("The job exp_iter1_x/1 asks for what cannot be: ");
    JobSettings.Options memory =
        new JobSettings.Options(
            usual.video(),
            List.of("/dev/shm/notes"),
            usual.cascade(),
            usual.objective(),
            usual.constraints());
    assertThatThrownBy(() -> read(job(memory, "20,40,60,80")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("A device granted to programs is a path below /dev");
    String name = "x".repeat(5 << 20);
    assertThatThrownBy(() -> read(job(usual, name)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("A job has at most 4194304 bytes");
  }

  @Test
  void limitsAboveTheUsualAreRefused() {
    assertThatThrownBy(() -> read(PROGRAM.replace("256", "99999")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("limits.memory_mib must be a number above 0 and at most 1024");
  }

  /** Whatever is sent is a submission, or refused in one sentence. */
  @Property(seed = "51", tries = 500)
  void damagedBodiesAreReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder body = new StringBuilder(random.nextBoolean() ? SOURCES : PROGRAM);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(body.length());
      switch (random.nextInt(3)) {
        case 0 -> body.deleteCharAt(at);
        case 1 -> body.insert(at, (char) random.nextInt(1, 300));
        default -> body.insert(at, body.substring(at, Math.min(body.length(), at + 9)));
      }
    }
    assertTimeoutPreemptively(HANG, () -> readOrRefuse(body.toString()));
  }

  private static void readOrRefuse(String body) {
    try {
      assertThat(read(body).id().toString()).matches("[A-Za-z0-9_.-]+");
    } catch (BadRequestException e) {
      assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
    }
  }
}
