package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.FakeRequest;
import dev.codecsmith.evolve.models.fake.FakeScript;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaudeModelTest extends ServerModelContract {

  @Override
  URI url(FakeModelServer server) {
    return server.anthropicUrl();
  }

  @Override
  LanguageModel model(ServerSettings settings, CallPolicy policy) throws ModelException {
    return new ClaudeModel(
        settings,
        ApiKey.require(
            Map.of(ClaudeModel.KEY_VARIABLE, "sk-test"),
            ClaudeModel.KEY_VARIABLE,
            Optional.empty()),
        policy);
  }

  @Override
  String keyWords() {
    return "the key from ANTHROPIC_API_KEY";
  }

  /** The prompt is counted in the first event, of the output one token. */
  @Override
  Optional<TokenUsage> toldWhenCut() {
    return Optional.of(new TokenUsage(1_000, 200, 30, 1));
  }

  @Test
  void keyIsSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(FakeRequest::key));

    assertThat(modelAt(server).ask(REQUEST).text()).isEqualTo("sk-test");
  }

  @Test
  void stablePrefixIsPaidForOnceAndReadFromTheCacheAfterwards() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> "0123"));
    LanguageModel model = modelAt(server);
    ModelRequest first =
        ModelRequest.of(
            List.of(Part.stable("c".repeat(400))),
            List.of(Part.stable("p".repeat(80)), Part.of("first question")));
    ModelRequest sameParent =
        ModelRequest.of(
            List.of(Part.stable("c".repeat(400))),
            List.of(Part.stable("p".repeat(80)), Part.of("another question")));
    ModelRequest otherParent =
        ModelRequest.of(
            List.of(Part.stable("c".repeat(400))),
            List.of(Part.stable("q".repeat(40)), Part.of("first question")));

    assertThat(model.ask(first).usage()).contains(new TokenUsage(4, 0, 120, 1));
    assertThat(model.ask(sameParent).usage()).contains(new TokenUsage(4, 120, 0, 1));
    assertThat(model.ask(otherParent).usage()).contains(new TokenUsage(4, 100, 10, 1));
  }

  @Test
  void ofTooManyCacheMarksTheFirstAndTheLastThreeStay() throws Exception {
    FakeModelServer server =
        server(request ->
            FakeReply.text(
                request.segments().stream()
                    .filter(FakeRequest.Segment::cached)
                    .map(FakeRequest.Segment::text)
                    .toList()
                    .toString()));
    List<Part> parts = IntStream.range(0, 6).mapToObj(i -> Part.stable("part" + i)).toList();

    ModelReply reply = modelAt(server).ask(ModelRequest.of(List.of(), parts));

    assertThat(reply.text()).isEqualTo("[part0, part3, part4, part5]");
  }

  @Test
  void emptyPartsAreNotSent() throws Exception {
    FakeModelServer server = server(FakeScript.of(request -> "" + request.segments().size()));

    ModelReply reply =
        modelAt(server)
            .ask(
                ModelRequest.of(
                    List.of(Part.stable("")), List.of(Part.of(""), Part.of("question"))));

    assertThat(reply.text()).isEqualTo("1");
  }
}
