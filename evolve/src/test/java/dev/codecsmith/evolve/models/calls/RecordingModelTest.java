package dev.codecsmith.evolve.models.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordingModelTest {
  private static final ModelRequest REQUEST = ModelRequest.of("system", "question");

  /** Answers with a number of its own for every call that reaches it. */
  private static final class Counting implements LanguageModel {
    final List<ModelRequest> asked = Collections.synchronizedList(new ArrayList<>());
    Optional<ModelException> failure = Optional.empty();

    @Override
    public String name() {
      return "test-model";
    }

    @Override
    public ModelReply ask(ModelRequest request) throws ModelException {
      synchronized (asked) {
        asked.add(request);
        if (failure.isPresent()) {
          throw failure.get();
        }
        return Calls.reply("reply " + asked.size());
      }
    }
  }

  private final Counting inner = new Counting();
  private final MemoryCallLog log = new MemoryCallLog();
  private final FakeClock clock = new FakeClock();
  private final RecordingModel model = new RecordingModel(inner, log, clock);

  @Test
  void replyIsWrittenDownBeforeItIsUsed() throws Exception {
    ModelReply reply = model.ask(REQUEST);

    assertThat(log.calls())
        .containsExactly(
            new ModelCall(Calls.key(REQUEST), clock.now(), REQUEST, new ModelCall.Replied(reply)));
  }

  /** After a kill the program is tried anew, and takes another time. */
  @Test
  void aRepairTurnThatDiffersInMeasuredTimesOnlyIsNotPaidTwice() throws Exception {
    String fault =
        "Encoding a at QUALITY 50 was stopped at its limit of 4.0 s of CPU time (used %s s CPU, %s s"
            + " wall)";
    ModelRequest before = ModelRequest.of("system", fault.formatted("4.1", "4.3")).inSlot("7");
    ModelRequest after = ModelRequest.of("system", fault.formatted("4.2", "4.9")).inSlot("7");
    ModelReply paid = model.ask(before);

    RecordingModel again = new RecordingModel(inner, log, clock);
    assertThat(again.ask(after)).isEqualTo(paid);
    assertThat(inner.asked).hasSize(1);
    // What was given once is not given again, nor to another iteration.
    again.ask(after);
    new RecordingModel(inner, log, clock).ask(after.inSlot("8"));
    assertThat(inner.asked).hasSize(3);
  }

  @Test
  void campaignStartedAgainPaysOnlyForNewCalls() throws Exception {
    List<ModelReply> first = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      first.add(model.ask(REQUEST.inSlot("iteration " + i)));
    }
    RecordingModel again = new RecordingModel(inner, log, clock);
    List<ModelReply> second = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      second.add(again.ask(REQUEST.inSlot("iteration " + i)));
    }

    assertThat(second).startsWith(first.toArray(ModelReply[]::new));
    assertThat(inner.asked).hasSize(7);
  }

  @Test
  void equalRequestsInOneSlotGetAReplyEach() throws Exception {
    assertThat(model.ask(REQUEST).text()).isEqualTo("reply 1");
    assertThat(model.ask(REQUEST).text()).isEqualTo("reply 2");
    assertThat(inner.asked.get(0).slot()).isNotEqualTo(inner.asked.get(1).slot());

    RecordingModel again = new RecordingModel(inner, log, clock);
    assertThat(again.ask(REQUEST).text()).isEqualTo("reply 1");
    assertThat(again.ask(REQUEST).text()).isEqualTo("reply 2");
    assertThat(inner.asked).hasSize(2);
  }

  @Test
  void slotsKeepTheirRepliesInWhateverOrderTheyAsk() throws Exception {
    List<String> before = askAll(model, IntStream.range(0, 20).boxed().toList());
    List<Integer> backwards = IntStream.range(0, 20).map(i -> 19 - i).boxed().toList();
    List<String> after = askAll(new RecordingModel(inner, log, clock), backwards);

    assertThat(after.reversed()).isEqualTo(before);
    assertThat(inner.asked).hasSize(20);
  }

  @Test
  void replyThatCannotBeWrittenIsKeptAndNotPaidForAgain() throws Exception {
    log.full(true);
    for (int i = 0; i < 3; i++) {
      ModelException failure = catchThrowableOfType(ModelException.class, () -> model.ask(REQUEST));
      assertThat(failure.kind()).isEqualTo(Kind.LOG_FAILED);
      assertThat(failure).hasMessageContaining("No space left on device");
    }
    log.full(false);

    assertThat(model.ask(REQUEST).text()).isEqualTo("reply 1");
    assertThat(inner.asked).hasSize(1);
    assertThat(log.calls()).hasSize(1);
  }

  @Test
  void replyThatCouldNotBeWrittenIsToldOnceItIs() throws Exception {
    List<CampaignEvent> told = new ArrayList<>();
    RecordingModel followed = new RecordingModel(inner, log, clock, told::add);
    log.full(true);
    assertThatThrownBy(() -> followed.ask(REQUEST)).isInstanceOf(ModelException.class);
    assertThat(told).isEmpty();
    log.full(false);
    followed.ask(REQUEST);
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            ModelAnswered.class, answer -> assertThat(answer.question()).isEqualTo(REQUEST.hash()));
  }

  @Test
  void failureThatUsedTokensIsWrittenDownAndAskedAgain() throws Exception {
    List<Attempt> attempts =
        switch (Calls.failed(REQUEST).outcome()) {
          case ModelCall.Failed failed -> failed.attempts();
          case ModelCall.Replied replied -> List.of();
        };
    inner.failure = Optional.of(new ModelException(Kind.TRANSIENT, "cut", attempts, null));
    assertThatThrownBy(() -> model.ask(REQUEST)).isSameAs(inner.failure.get());
    inner.failure = Optional.empty();

    assertThat(model.ask(REQUEST).text()).isEqualTo("reply 2");
    assertThat(log.entries()).extracting(CallLog.Entry::replied).containsExactly(false, true);
    assertThat(log.entries()).extracting(CallLog.Entry::key).containsOnly(Calls.key(REQUEST));
    assertThat(log.spent().usage()).isEqualTo(new TokenUsage(11, 22, 33, 44));
  }

  @Test
  void failureThatCostNothingLeavesNoTrace() {
    inner.failure = Optional.of(new ModelException(Kind.UNREACHABLE, "no connection"));

    assertThatThrownBy(() -> model.ask(REQUEST)).isSameAs(inner.failure.get());
    assertThat(log.calls()).isEmpty();
  }

  private static List<String> askAll(LanguageModel model, List<Integer> slots) throws Exception {
    List<Future<String>> futures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int slot : slots) {
        Callable<String> ask = () -> model.ask(REQUEST.inSlot("iteration " + slot)).text();
        futures.add(threads.submit(ask));
      }
    }
    List<String> replies = new ArrayList<>();
    for (Future<String> future : futures) {
      replies.add(future.get());
    }
    return replies;
  }
}
