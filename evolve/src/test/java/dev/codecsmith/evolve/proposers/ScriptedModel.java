package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A model in this process, whose replies follow from the questions. */
final class ScriptedModel implements LanguageModel {
  private final String name;
  private final Function<ModelRequest, String> script;
  private final BigDecimal costUsd;
  private final List<ModelRequest> asked = new ArrayList<>();

  ScriptedModel(String name, String costUsd, Function<ModelRequest, String> script) {
    this.name = name;
    this.script = script;
    this.costUsd = new BigDecimal(costUsd);
  }

  /** Writes a program that follows from the whole question. */
  static ScriptedModel writing() {
    return new ScriptedModel("toy-model", "0.01", ScriptedModel::program);
  }

  static String program(ModelRequest request) {
    return program(Math.floorMod(request.hash().hashCode(), 1_000_000));
  }

  static String program(int value) {
    return "I change it.\n\nENTRY: X\nFILE: X.java\n```java\nclass X {\n  int a = %d;\n}\n```\n"
        .formatted(value);
  }

  synchronized List<ModelRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelReply ask(ModelRequest request) {
    synchronized (this) {
      asked.add(request);
    }
    String text = script.apply(request);
    return ModelReplyBuilder.builder()
        .text(text)
        .reasoning("")
        .stop(text.isBlank() ? StopReason.EMPTY : StopReason.COMPLETE)
        .stopDetail(Optional.empty())
        .usage(Optional.of(new TokenUsage(100, 0, 0, 10)))
        .costUsd(Optional.of(costUsd))
        .latency(Duration.ZERO)
        .model(name)
        .requestId("")
        .attempts(List.of())
        .build();
  }
}
