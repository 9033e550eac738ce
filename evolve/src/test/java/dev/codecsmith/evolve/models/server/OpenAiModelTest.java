package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.fake.FakeTokens;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenAiModelTest extends ServerModelContract {

  @Override
  URI url(FakeModelServer server) {
    return server.openAiUrl();
  }

  @Override
  LanguageModel model(ServerSettings settings, CallPolicy policy) {
    return new OpenAiModel(settings, Optional.empty(), policy);
  }

  @Override
  String keyWords() {
    return "a request without a key, set OPENAI_API_KEY";
  }

  /** Tokens come with the last chunk only. */
  @Override
  Optional<TokenUsage> toldWhenCut() {
    return Optional.empty();
  }

  @Test
  void withoutAKeyNoneIsSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> "key: " + request.key()));

    assertThat(modelAt(server).ask(REQUEST).text()).isEqualTo("key: ");
  }

  @Test
  void keyIsSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(FakeRequest::key));
    Optional<ApiKey> key =
        ApiKey.find(
            Map.of("OPENAI_API_KEY", "sk-test"), OpenAiModel.KEY_VARIABLE, Optional.empty());

    ModelReply reply =
        new OpenAiModel(ServerSettings.of(MODEL).at(url(server)), key, policy()).ask(REQUEST);

    assertThat(reply.text()).isEqualTo("sk-test");
  }

  @Test
  void tokensThatTheServerDoesNotReportAreUnknownAndSoIsTheCost() throws Exception {
    FakeModelServer server =
        server(FakeScript.inTurn(FakeReply.text("a reply").counting(FakeTokens.NONE)));

    ModelReply reply = modelAt(server).ask(REQUEST);

    assertThat(reply.text()).isEqualTo("a reply");
    assertThat(reply.usage()).isEmpty();
    assertThat(reply.costUsd()).isEmpty();
    assertThat(heard.warnings())
        .containsExactly("test-model: its cost is unknown: the server does not report tokens.");
  }

  @Test
  void exhaustedQuotaIsNotRetriedThoughItsStatusIsThatOfARateLimit() throws Exception {
    FakeModelServer server =
        server(
            FakeScript.inTurn(
                FakeReply.empty()
                    .with(
                        new Fault.Status(
                            429,
                            "insufficient_quota",
                            "You exceeded your current quota",
                            Optional.empty()))));

    ModelException failure = failure(modelAt(server));

    assertThat(failure.kind()).isEqualTo(Kind.NO_CREDIT);
    assertThat(server.calls()).hasSize(1);
  }
}
