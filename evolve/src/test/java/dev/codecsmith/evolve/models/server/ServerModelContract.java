package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.ModelRequestBuilder;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.calls.MemoryCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.FakeTokens;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.price.Prices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every model behind a server must do, whatever its wire format. */
abstract class ServerModelContract extends ServerFaultContract {
  @Test
  void replyArrivesWithItsTokensAndExactCost() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply()));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.text()).isEqualTo("a reply of some length, so that it is sent in pieces");
    assertThat(reply.stop()).isEqualTo(StopReason.COMPLETE);
    assertThat(reply.usage()).contains(new TokenUsage(1_000, 200, 30, 7));
    assertThat(reply.costUsd())
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(COST));
    assertThat(reply.model()).isEqualTo(MODEL);
    assertThat(reply.requestId()).isEqualTo("req_1");
    assertThat(reply.attempts()).hasSize(1);
    assertThat(heard.retries()).isEmpty();
  }

  @Test
  void wholeConversationIsSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> request.segments().toString()));

    ModelReply reply = modelAt(server).ask(REQUEST.followedBy("first answer", "second question"));

    assertThat(reply.text())
        .containsSubsequence(
            "role=system, text=the contract",
            "role=user, text=the question",
            "role=assistant, text=first answer",
            "role=user, text=second question");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void limitAndTemperatureAreSent() throws Exception {
    List<FakeRequest> got = Collections.synchronizedList(new ArrayList<>());
    FakeModelServer server =
        server(request -> {
          got.add(request);
          return reply();
        });

    modelAt(server)
        .ask(
            ModelRequestBuilder.builder(REQUEST)
                .maxOutputTokens(77)
                .temperature(OptionalDouble.of(0.25))
                .build());

    assertThat(got.getFirst().maxTokens()).isEqualTo(77);
    assertThat(got.getFirst().temperature()).hasValue(0.25);
    assertThat(got.getFirst().streaming()).isTrue();
  }

  @Test
  void noTemperatureIsSentUnlessAsked() throws Exception {
    FakeModelServer server =
        server(FakeScript.of(request -> request.temperature().isEmpty() ? "none" : "some"));

    assertThat(modelAt(server).ask(REQUEST).text()).isEqualTo("none");
  }

  @Test
  void refusalIsAResultAndIsPaid() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(FakeReply.refusal("I would rather not").counting(TOKENS)));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.stop()).isEqualTo(StopReason.REFUSED);
    assertThat(reply.costUsd())
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(COST));
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void replyAtTheOutputLimitIsCutOff() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(FakeReply.cutOff("half a prog")));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.stop()).isEqualTo(StopReason.CUT_OFF);
    assertThat(reply.text()).isEqualTo("half a prog");
  }

  @Test
  void emptyReplyHasANameOfItsOwn() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(FakeReply.empty().counting(TOKENS)));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.stop()).isEqualTo(StopReason.EMPTY);
    assertThat(reply.usage()).isPresent();
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void unknownPriceIsSaidOnceAndNeverZero() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply()));
    LanguageModel model =
        model(ServerSettings.of("unpriced").at(url(server)), policy().withPrices(Prices.builtIn()));

    ModelReply first = model.ask(REQUEST);
    ModelReply second = model.ask(REQUEST);

    assertThat(first.costUsd()).isEmpty();
    assertThat(second.costUsd()).isEmpty();
    assertThat(first.usage()).isPresent();
    assertThat(heard.warnings())
        .singleElement()
        .asString()
        .contains("unpriced", "no price is known");
  }

  @Test
  void interruptedCallerIsFreeAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    FakeModelServer server =
        server(request -> {
          asked.countDown();
          return reply().with(new Fault.Stall());
        });
    LanguageModel model = modelAt(server);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                model.ask(REQUEST);
              } catch (ModelException | InterruptedException e) {
                end.set(e);
              }
            });

    asked.await();
    caller.interrupt();
    caller.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void costsOfManyCallsSideBySideWithEveryFaultAreRightToTheToken() throws Exception {
    List<Fault> faults = new ArrayList<>(passingFaultsBeforeTheReply());
    faults.addAll(faultsInTheMiddle());
    FakeModelServer server =
        server(request -> {
          int number = Math.floorMod(request.fingerprint().hashCode(), 1_000);
          FakeReply reply =
              FakeReply.text("x".repeat(number))
                  .counting(new FakeTokens(number, 2L * number, 3L * number, 5L * number));
          // Every prompt meets up to three faults before its reply.
          return request.seen() < number % 4
              ? reply.with(faults.get((number + request.seen()) % faults.size()))
              : reply;
        });
    MemoryCallLog log = new MemoryCallLog();
    LanguageModel model = new RecordingModel(modelAt(server), log, clock);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ModelReply>> replies = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ModelRequest request = ModelRequest.of("system", "question " + i).inSlot("slot " + i);
        replies.add(threads.submit(() -> model.ask(request)));
      }
      for (Future<ModelReply> reply : replies) {
        assertThat(reply.get().stop()).isIn(StopReason.COMPLETE, StopReason.EMPTY);
      }
    }

    Spending spent = log.spent();
    assertThat(spent.calls()).isEqualTo(40);
    assertThat(spent.usage()).isEqualTo(charged(server));
    assertThat(spent.knownUsd()).isEqualByComparingTo(PRICE.of(charged(server)));
    assertThat(spent.callsOfUnknownCost()).isZero();
    assertThat(server.calls()).hasSizeGreaterThan(60);
    assertThat(server.deliveries().values()).hasSize(40).containsOnly(1L);
  }
}
