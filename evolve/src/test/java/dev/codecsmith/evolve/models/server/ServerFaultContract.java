package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelException.TriedAgain;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.retry.CallPolicyBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How every model behind a server must take what goes wrong. */
abstract class ServerFaultContract extends ServerModelFixture {
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
    assertThat(heard.retries()).hasSize(1);
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
  void aWaitLongerThanACallMayLastEndsItWithTheTimeFromWhichOnToAsk() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(reply().with(Fault.rateLimited(Duration.ofDays(1))), reply()));
    LanguageModel model = modelAt(server);

    ModelException failure = failure(model);

    assertThat(failure.kind()).isEqualTo(Kind.WAIT_ASKED_FOR);
    assertThat(failure.kind().triedAgain())
        .as("a campaign does not try again on its own")
        .isEqualTo(TriedAgain.NEVER);
    assertThat(failure)
        .hasMessageContaining("until 2026-01-02 00:00:01 UTC, for 24 h")
        .hasMessageContaining("too many requests")
        .hasMessageContaining("the same command goes on from that time");
    assertThat(clock.sleeps()).isEmpty();
    assertThat(failure(model).kind()).as("also to another call").isEqualTo(Kind.WAIT_ASKED_FOR);
    assertThat(server.calls()).hasSize(1);
    clock.sleep(Duration.ofDays(1).plusSeconds(1));
    assertThat(model.ask(REQUEST).stop()).isEqualTo(StopReason.COMPLETE);
  }

  @Test
  void aWaitAskedForAtTheEndOfACallIsKeptByTheNextOne() throws Exception {
    FakeModelServer server =
        server(
            FakeScript.inTurn(
                reply().with(Fault.rateLimited(Duration.ofMinutes(20))),
                reply().with(Fault.rateLimited(Duration.ofMinutes(20))),
                reply()));
    LanguageModel model = modelAt(server);
    assertThat(failure(model).kind()).isEqualTo(Kind.TRANSIENT);
    Duration before = Duration.ofNanos(clock.nanoTime());

    model.ask(REQUEST);

    assertThat(Duration.ofNanos(clock.nanoTime()).minus(before))
        .isBetween(Duration.ofMinutes(20), Duration.ofMinutes(21));
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void attemptsWithinACallCountAgainstTheBudget() throws Exception {
    FakeModelServer server =
        server(
            FakeScript.inTurn(
                reply().with(new Fault.ErrorEvent("overloaded_error", "Overloaded"))));
    long each = toldWhenCut().map(told -> told.prompt() + told.output()).orElse(0L);
    List<List<Attempt>> shown = new ArrayList<>();
    Allowance twoAttempts =
        attempts -> {
          shown.add(List.copyOf(attempts));
          return attempts.size() < 2 ? Optional.empty() : Optional.of("It is spent.");
        };

    ModelException failure =
        failure(
            model(ServerSettings.of(MODEL).at(url(server)), policy().withAllowance(twoAttempts)));

    assertThat(failure.kind()).isEqualTo(Kind.BUDGET_SPENT);
    assertThat(failure).hasMessage("It is spent.");
    assertThat(server.calls()).hasSize(2);
    assertThat(failure.attempts()).hasSize(2);
    assertThat(failure.usage().prompt() + failure.usage().output()).isEqualTo(2 * each);
    assertThat(shown).hasSize(2);
  }

  @Test
  void overloadUntilTheDeadlineNamesTheCauseAndEveryAttempt() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.overloaded())));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure.kind().triedAgain()).isEqualTo(TriedAgain.WITHIN_THE_CALL);
    assertThat(failure)
        .hasMessageContaining(MODEL)
        .hasMessageContaining(url(server).toString())
        .hasMessageContaining("within 30 min")
        .hasMessageContaining("HTTP 529, overloaded (Overloaded)");
    assertThat(failure.attempts()).hasSameSizeAs(server.calls());
    assertThat(heard.retries()).hasSize(failure.attempts().size() - 1);
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
  void pausesGrowToTheLongestAndAreTheSameForTheSameCall() throws Exception {
    FakeModelServer server = server(FakeScript.inTurn(reply().with(Fault.overloaded())));
    failure(modelAt(server));
    List<Duration> pauses = clock.sleeps();
    FakeClock again = new FakeClock();

    failure(
        model(
            ServerSettings.of(MODEL).at(url(server)),
            CallPolicyBuilder.builder(policy()).clock(again).build()));

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
        ServerSettingsBuilder.builder(ServerSettings.of(MODEL).at(url(server)))
            .silence(Duration.ofSeconds(1))
            .attempt(Duration.ofMinutes(1))
            .build();

    ModelReply reply = model(impatient, policy()).ask(REQUEST);

    assertThat(reply.attempts().getFirst().fault())
        .contains("the server fell silent in the middle of the reply");
    assertThat(reply.usage()).contains(charged(server));
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
    assertThat(failure.kind().triedAgain()).isEqualTo(TriedAgain.NEVER);
    assertThat(failure).hasMessageContaining("does not accept " + keyWords());
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
  void serverThatHasAnsweredAndIsGoneIsAwaitedAsLongAsOneThatIsBusy() throws Exception {
    FakeModelServer server = server(request -> reply());
    LanguageModel model = modelAt(server);
    assertThat(model.ask(REQUEST).text()).isNotEmpty();
    server.close();

    ModelException failure = failure(model);

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure).hasMessageContaining("within 30 min");
  }
}
