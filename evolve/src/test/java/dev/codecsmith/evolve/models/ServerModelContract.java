package dev.codecsmith.evolve.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.FakeTokens;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.fake.ServedCall;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model behind a server must do, whatever its wire format. */
abstract class ServerModelContract {
  static final String MODEL = "test-model";
  static final FakeTokens TOKENS = new FakeTokens(1_000, 200, 30, 7);

  /** Distinct digits, so that no two counts can be mixed up unnoticed. */
  static final Price PRICE =
      new Price(
          MODEL,
          OptionalLong.empty(),
          new BigDecimal("3"),
          new BigDecimal("0.3"),
          new BigDecimal("3.75"),
          new BigDecimal("15"));

  static final BigDecimal COST = new BigDecimal("0.0032775");

  final FakeClock clock = new FakeClock();
  final Heard heard = new Heard();
  private final List<FakeModelServer> servers = new ArrayList<>();

  abstract URI url(FakeModelServer server);

  abstract LanguageModel model(ServerSettings settings, CallPolicy policy) throws ModelException;

  /** Tokens that the caller is told of when a reply breaks off after its opening. */
  abstract Optional<TokenUsage> toldWhenCut();

  @AfterEach
  void stop() {
    servers.forEach(FakeModelServer::close);
  }

  FakeModelServer server(FakeScript script) {
    FakeModelServer server = FakeModelServer.start(script);
    servers.add(server);
    return server;
  }

  CallPolicy policy() {
    return new CallPolicy(
        RetryPolicy.defaults(), clock, Prices.none().overriddenBy(List.of(PRICE)), heard);
  }

  LanguageModel modelAt(FakeModelServer server) throws ModelException {
    return model(ServerSettings.of(MODEL).at(url(server)), policy());
  }

  static FakeReply reply() {
    return FakeReply.text("a reply of some length, so that it is sent in pieces").counting(TOKENS);
  }

  static final ModelRequest REQUEST = ModelRequest.of("the contract", "the question");

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
    assertThat(heard.retries).isEmpty();
  }

  @Test
  void wholeConversationIsSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> request.segments().toString()));

    ModelReply reply =
        modelAt(server)
            .ask(
                REQUEST
                    .followedBy("first answer", "second question")
                    .withMaxOutputTokens(77)
                    .withTemperature(0.25));

    assertThat(reply.text())
        .containsSubsequence(
            "role=system, text=the contract",
            "role=user, text=the question",
            "role=assistant, text=first answer",
            "role=user, text=second question");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void limitTemperatureAndExtraFieldsAreSent() throws Exception {
    List<FakeRequest> got = Collections.synchronizedList(new ArrayList<>());
    FakeModelServer server =
        server(request -> {
          got.add(request);
          return reply();
        });

    model(
            ServerSettings.of(MODEL).at(url(server)).withExtraBody(Map.of("effort", "high")),
            policy())
        .ask(REQUEST.withMaxOutputTokens(77).withTemperature(0.25));

    assertThat(got.getFirst().maxTokens()).isEqualTo(77);
    assertThat(got.getFirst().temperature()).hasValue(0.25);
    assertThat(got.getFirst().streaming()).isTrue();
    assertThat(got.getFirst().body()).contains("\"effort\":\"high\"");
  }

  @Test
  void noTemperatureIsSentUnlessAsked() throws Exception {
    FakeModelServer server =
        server(FakeScript.of(request -> request.temperature().isEmpty() ? "none" : "some"));

    assertThat(modelAt(server).ask(REQUEST).text()).isEqualTo("none");
  }

  static List<Fault> passingFaultsBeforeTheReply() {
    return List.of(
        Fault.rateLimited(), Fault.overloaded(), Fault.serverError(), new Fault.CutBeforeHeaders());
  }

  @ParameterizedTest
  @MethodSource("passingFaultsBeforeTheReply")
  void passingFaultIsRetriedAndCostsNothing(Fault fault) throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(fault), reply()));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.stop()).isEqualTo(StopReason.COMPLETE);
    assertThat(reply.usage()).contains(new TokenUsage(1_000, 200, 30, 7));
    assertThat(reply.attempts()).hasSize(2);
    assertThat(reply.attempts().getFirst().fault()).isPresent();
    assertThat(heard.retries).hasSize(1);
    assertThat(clock.sleeps())
        .singleElement()
        .satisfies(
            pause -> assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000)));
    assertThat(reply.latency()).isEqualTo(clock.sleeps().getFirst());
  }

  static List<Fault> faultsInTheMiddle() {
    return List.of(
        new Fault.CutMidReply(false),
        new Fault.CutMidReply(true),
        new Fault.ErrorEvent("overloaded_error", "Overloaded"),
        new Fault.MalformedJson());
  }

  @ParameterizedTest
  @MethodSource("faultsInTheMiddle")
  void brokenReplyIsAskedForAgainAsAWholeAndItsTokensCount(Fault fault) throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(fault), reply()));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.text()).isEqualTo("a reply of some length, so that it is sent in pieces");
    assertThat(reply.attempts().getFirst().usage()).isEqualTo(toldWhenCut());
    TokenUsage both = new TokenUsage(1_000, 200, 30, 7).plus(toldWhenCut().orElse(TokenUsage.NONE));
    assertThat(reply.usage()).contains(both);
    assertThat(reply.costUsd())
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo(PRICE.of(both)));
    assertThat(charged(server)).isEqualTo(both);
  }

  @Test
  void retryAfterIsWaitedOut() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(reply().with(Fault.rateLimited(Duration.ofSeconds(40))), reply()));

    modelAt(server).ask(REQUEST);

    assertThat(clock.sleeps())
        .singleElement()
        .satisfies(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41)));
  }

  @Test
  void retryAfterBeyondTheDeadlineEndsTheCallAtOnce() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(reply().with(Fault.rateLimited(Duration.ofHours(2)))));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure)
        .hasMessageContaining("1 attempt")
        .hasMessageContaining("the server asks to wait 7200 s");
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void overloadUntilTheDeadlineNamesTheCauseAndEveryAttempt() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.overloaded())));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.kind().passing()).isTrue();
    assertThat(failure)
        .hasMessageContaining(MODEL)
        .hasMessageContaining(url(server).toString())
        .hasMessageContaining("within 30 min")
        .hasMessageContaining("HTTP 529, overloaded (Overloaded)");
    assertThat(failure.attempts()).hasSameSizeAs(server.calls());
    assertThat(heard.retries).hasSize(failure.attempts().size() - 1);
    assertThat(clock.nanoTime()).isLessThanOrEqualTo(Duration.ofMinutes(30).toNanos());
    assertThat(failure.usage()).isEqualTo(TokenUsage.NONE);
    assertThat(failure.costUsd()).contains(BigDecimal.ZERO);
  }

  @Test
  void replyCutAgainAndAgainFailsWithWhatItCost() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(new Fault.CutMidReply(false))));

    ModelException failure = failure(modelAt(server));

    assertThat(failure).hasMessageContaining("cut in the middle of the reply");
    assertThat(failure.usage()).isEqualTo(charged(server));
    assertThat(failure.costUsd())
        .hasValueSatisfying(
            cost -> assertThat(cost).isEqualByComparingTo(PRICE.of(charged(server))));
  }

  @Test
  void pausesGrowToTheLongestAndAreTheSameForTheSameSeed() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.overloaded())));
    failure(modelAt(server));
    List<Duration> pauses = clock.sleeps();
    FakeClock again = new FakeClock();

    failure(model(ServerSettings.of(MODEL).at(url(server)), policy().withClock(again)));

    assertThat(pauses).isEqualTo(again.sleeps());
    for (int i = 0; i < pauses.size(); i++) {
      long whole = Math.min(60_000, 1_000L << i);
      assertThat(pauses.get(i)).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
    }
  }

  @Test
  void slowReplyIsWaitedFor() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(reply().with(new Fault.SlowStream(Duration.ofMillis(1)))));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.text()).isEqualTo("a reply of some length, so that it is sent in pieces");
    assertThat(reply.attempts()).hasSize(1);
  }

  @Test
  void silentServerIsLeftAndAskedAgain() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(new Fault.Stall()), reply()));
    ServerSettings impatient =
        ServerSettings.of(MODEL)
            .at(url(server))
            .withTimeouts(Duration.ofMillis(300), Duration.ofMinutes(1));

    ModelReply reply = model(impatient, policy()).ask(REQUEST);

    assertThat(reply.attempts().getFirst().fault())
        .contains("the server fell silent in the middle of the reply");
    assertThat(reply.usage()).contains(charged(server));
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
  void serverThatNeverSpeaksTheFormatIsGivenUp() throws Exception {
    for (Fault fault : List.of(new Fault.MalformedJson(), new Fault.NotTheApi())) {
      FakeModelServer server = server(FakeScript.inTurn(reply().with(fault)));

      ModelException failure = failure(modelAt(server));

      assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
      assertThat(failure).hasMessageContaining("3 malformed replies");
      assertThat(server.calls()).hasSize(3);
    }
  }

  @Test
  void wrongKeyIsNotRetried() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.wrongKey())));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(failure.kind().passing()).isFalse();
    assertThat(failure).hasMessageContaining("does not accept the key");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void missingCreditIsNotRetried() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.noCredit())));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.NO_CREDIT);
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void refusedRequestIsNotRetriedAndSaysWhy() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(reply().with(Fault.badRequest("prompt is too long"))));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("prompt is too long").hasMessageContaining("req_1");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void unknownModelIsNotRetried() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.unknownModel())));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("does not know the model");
  }

  @Test
  void serverThatIsNotThereIsUnreachableAfterItsOwnDeadline() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply()));
    LanguageModel model = modelAt(server);
    server.close();

    ModelException failure = failure(model);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("no connection").hasMessageContaining("within 60 s");
    assertThat(clock.nanoTime()).isLessThanOrEqualTo(Duration.ofMinutes(1).toNanos());
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
    assertThat(heard.unknownCosts)
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

  static TokenUsage charged(FakeModelServer server) {
    FakeTokens sum =
        server.calls().stream().map(ServedCall::tokens).reduce(FakeTokens.NONE, FakeTokens::plus);
    return new TokenUsage(sum.input(), sum.cachedInput(), sum.cacheWrite(), sum.output());
  }

  static ModelException failure(LanguageModel model) {
    return catchThrowableOfType(ModelException.class, () -> model.ask(REQUEST));
  }
}
