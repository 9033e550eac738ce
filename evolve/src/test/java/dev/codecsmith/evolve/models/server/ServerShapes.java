package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.Part;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import dev.codecsmith.evolve.models.fake.Fault;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallPolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One server and one client that meet answers of every shape: a table of what a server may say says
 * to each what must come of it.
 */
final class ServerShapes implements AutoCloseable {
  private final Map<String, Fault.Raw> answers = new ConcurrentHashMap<>();
  private final FakeClock clock = new FakeClock();
  final FakeModelServer server =
      FakeModelServer.start(request -> {
        // The prompt names the answer that it gets first, and then there is a good one.
        FakeReply good = FakeReply.text("a good reply");
        return request.seen() == 0 ? good.with(answer(request.segments().getLast().text())) : good;
      });

  /** A client of the server. */
  @FunctionalInterface
  interface Client {
    LanguageModel at(FakeModelServer server, CallPolicy policy) throws ModelException;
  }

  private final LanguageModel model;

  ServerShapes(Client client) throws ModelException {
    model =
        client.at(
            server,
            CallPolicyBuilder.builder(CallPolicy.defaults())
                .clock(clock)
                .events(new Heard())
                .build());
  }

  private Fault.Raw answer(String question) {
    return Objects.requireNonNull(answers.get(question));
  }

  static Fault.Raw json(int status, String body) {
    return new Fault.Raw(status, "application/json", body, Map.of());
  }

  static Fault.Raw page(int status, String body) {
    return new Fault.Raw(status, "text/html", body, Map.of());
  }

  static Fault.Raw stream(String... events) {
    return new Fault.Raw(200, "text/event-stream", String.join("", events), Map.of());
  }

  /** The answer is no reply; it is told in words and asked again, which gives a good one. */
  void isAskedAgain(Fault.Raw answer, String... words) throws Exception {
    ModelReply reply = reply(answer);

    assertThat(reply.text()).isEqualTo("a good reply");
    assertThat(reply.attempts()).hasSize(2);
    assertThat(reply.attempts().getFirst().fault().orElseThrow()).contains(words);
  }

  /** The answer ends the call with a sentence. */
  void isFinal(Fault.Raw answer, Kind kind, String... words) {
    ModelException failure = catchThrowableOfType(ModelException.class, () -> reply(answer));

    assertThat(failure).as(answer.body()).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.attempts()).hasSize(1);
    assertThat(String.valueOf(failure.getMessage())).contains(words);
  }

  /** The answer is a reply, taken at once. */
  void isAReply(Fault.Raw answer, StopReason stop, String text) throws Exception {
    ModelReply reply = reply(answer);

    assertThat(reply.attempts()).hasSize(1);
    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.stop()).isEqualTo(stop);
  }

  ModelReply reply(Fault.Raw answer) throws ModelException, InterruptedException {
    String question = "answer " + answers.size();
    answers.put(question, answer);
    return model.ask(ModelRequest.of(List.of(), List.of(Part.of(question))));
  }

  @Override
  public void close() {
    server.close();
  }
}
