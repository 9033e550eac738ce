package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker may name as its answer. */
class FleetAnswersTest {
  @TempDir private Path folder;
  private ArtifactStore artifacts;
  private FleetAnswers answers;

  @BeforeEach
  void open() throws Exception {
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    answers = new FleetAnswers(artifacts);
  }

  @Test
  void anAnswerIsRead() throws Exception {
    Answer answer = new Answer.Trial("w", Optional.empty());
    String artifact =
        artifacts.put(Json.mapper().writerFor(Answer.class).writeValueAsBytes(answer));
    assertThat(answers.answer(artifact)).isEqualTo(answer);
  }

  @Test
  void anArtifactThatIsLongerThanAnyAnswerIsNotRead() throws Exception {
    String artifact = artifacts.put(new byte[FleetAnswers.MOST_BYTES + 1]);
    assertThatThrownBy(() -> answers.answer(artifact))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("has more than 33554432 bytes");
    assertThatThrownBy(() -> answers.curve(new StoredCurve("w", artifact, true)))
        .hasMessageContaining("has more than 33554432 bytes");
  }

  @Test
  void anArtifactOfManySmallValuesIsNotReadEither() throws Exception {
    String many = "[" + "0,".repeat(FleetAnswers.MOST_TOKENS) + "0]";
    String artifact = artifacts.put(many.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> answers.answer(artifact))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has more than 2000000 values");
  }
}
