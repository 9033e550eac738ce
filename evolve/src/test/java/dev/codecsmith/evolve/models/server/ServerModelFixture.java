package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.FakeTokens;
import dev.codecsmith.evolve.models.fake.ServedCall;
import dev.codecsmith.evolve.models.price.Price;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetrySettings;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;

/** A fake server, a clock and prices for tests of models behind a server. */
abstract class ServerModelFixture {

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

  /** How an error speaks of the key. */
  abstract String keyWords();

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
        CallRetrySettings.defaults(),
        clock,
        Prices.none().overriddenBy(List.of(PRICE)),
        heard,
        true,
        Allowance.UNLIMITED);
  }

  LanguageModel modelAt(FakeModelServer server) throws ModelException {
    return model(ServerSettings.of(MODEL).at(url(server)), policy());
  }

  static FakeReply reply() {
    return FakeReply.text("a reply of some length, so that it is sent in pieces").counting(TOKENS);
  }

  static final ModelRequest REQUEST = ModelRequest.of("the contract", "the question");

  static TokenUsage charged(FakeModelServer server) {
    FakeTokens sum =
        server.calls().stream().map(ServedCall::tokens).reduce(FakeTokens.NONE, FakeTokens::plus);
    return new TokenUsage(sum.input(), sum.cachedInput(), sum.cacheWrite(), sum.output());
  }

  static ModelException failure(LanguageModel model) {
    return catchThrowableOfType(ModelException.class, () -> model.ask(REQUEST));
  }
}
