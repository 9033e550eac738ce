package dev.codecsmith.evolve.models.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.ModelRequestBuilder;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxModelTest {
  private static final ModelRequest REQUEST =
      ModelRequest.of("system", "question").inSlot("Iteration 3, turn 0");

  @TempDir Path folder;

  private InboxModel model(Duration quiet) {
    return new InboxModel(
        "me", folder.resolve("inbox"), quiet, CallPolicy.defaults().telling(new Heard()));
  }

  private Path file(String kind) {
    return folder.resolve("inbox").resolve(InboxModel.id(REQUEST) + "." + kind + ".md");
  }

  @Test
  void promptGoesOutAndTheReplyComesIn() throws Exception {
    CompletableFuture<ModelReply> asked = ask(model(Duration.ofMillis(20)));
    awaitPrompt();

    assertThat(file("prompt"))
        .content()
        .contains("system\n\nquestion")
        .contains(file("reply").getFileName().toString());
    Files.writeString(file("reply"), "my answer");

    assertThat(asked.join().text()).isEqualTo("my answer");
  }

  @Test
  void replyWrittenWhileNothingRanIsTaken() throws Exception {
    Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(file("reply"), "written overnight");

    assertThat(model(Duration.ofMillis(1)).ask(REQUEST).text()).isEqualTo("written overnight");
  }

  @Test
  void fileWithoutTextIsNoReplyYet() throws Exception {
    CompletableFuture<ModelReply> asked = ask(model(Duration.ofMillis(1)));
    awaitPrompt();
    Files.createFile(file("reply"));
    Files.writeString(file("reply"), "\n \n");
    Files.writeString(file("reply"), "now it is one");

    assertThat(asked.join().text()).isEqualTo("now it is one");
  }

  @Test
  void replyThatIsStillBeingWrittenIsWaitedFor() throws Exception {
    CompletableFuture<ModelReply> asked = ask(model(Duration.ofSeconds(2)));
    awaitPrompt();
    Files.writeString(file("reply"), "first half, ");
    Files.writeString(file("reply"), "second half", StandardOpenOption.APPEND);

    assertThat(asked.join().text()).isEqualTo("first half, second half");
  }

  @Test
  void idNamesTheSlotAndFollowsFromTheRequest() {
    assertThat(InboxModel.id(REQUEST))
        .startsWith("iteration-3-turn-0-")
        .isEqualTo(
            InboxModel.id(ModelRequest.of("system", "question").inSlot("iteration 3 turn 0")))
        .isNotEqualTo(
            InboxModel.id(ModelRequestBuilder.builder(REQUEST).maxOutputTokens(5).build()));
  }

  @Test
  void inboxThatCannotBeMadeIsNamed() throws Exception {
    Files.createFile(folder.resolve("inbox"));

    assertThatThrownBy(() -> model(Duration.ofMillis(1)).ask(REQUEST))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.resolve("inbox").toString());
  }

  private static CompletableFuture<ModelReply> ask(InboxModel model) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return model.ask(REQUEST);
      } catch (ModelException | InterruptedException e) {
        throw new AssertionError(e);
      }
    });
  }

  private void awaitPrompt() throws Exception {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    try (WatchService watch = inbox.getFileSystem().newWatchService()) {
      inbox.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (Files.notExists(file("prompt"))) {
        WatchKey key = watch.take();
        key.pollEvents();
        key.reset();
      }
    }
  }
}
