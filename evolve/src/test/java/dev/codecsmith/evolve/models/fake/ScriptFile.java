package dev.codecsmith.evolve.models.fake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A script as a JSON file:
 *
 * <pre>{@code
 * {"replies": ["a text", {"file": "program.txt"}, {"text": "…", "ending": "refusal",
 *              "tokens": {"input": 10, "cached_input": 0, "cache_write": 0, "output": 5}}],
 *  "choose": "by-prompt",
 *  "rules":  [{"contains": "iteration 3", "reply": "a text"}],
 *  "faults": [{"kind": "overloaded", "first_times": 1},
 *             {"kind": "rate-limit", "retry_after_s": 1, "calls": [3, 7]},
 *             {"kind": "slow", "pause_ms": 50, "every": 10}]}
 * }</pre>
 *
 * <p>The first rule whose text stands in the prompt gives the reply, else the replies are chosen
 * {@code in-turn} (the default) or {@code by-prompt}: always the same one for the same prompt, in
 * whatever order prompts arrive. The first fault that applies happens: to the named calls, to every
 * n-th call, or the first times that a prompt arrives.
 *
 * <p>Fault kinds: {@code rate-limit, overloaded, server-error, bad-request, wrong-key, no-credit,
 * cut-before, cut-middle, error-event, slow, stall, malformed, not-the-api, refusal, empty,
 * cut-off, wrong-edit}.
 */
final class ScriptFile {

  private record Rule(String contains, FakeReply reply) {}

  private record FaultRule(JsonNode fault) {

    boolean applies(FakeRequest request) {
      if (fault.path("every").isNumber() && request.number() % fault.path("every").asInt() == 0) {
        return true;
      }
      for (JsonNode call : fault.path("calls")) {
        if (call.asInt() == request.number()) {
          return true;
        }
      }
      return request.seen() < fault.path("first_times").asInt(0);
    }
  }

  private ScriptFile() {}

  /**
   * Reads a script.
   *
   * @throws IOException when a file is missing
   * @throws IllegalArgumentException when a word in it is unknown
   */
  static FakeScript read(Path file) throws IOException {
    JsonNode json = FakeModelServer.JSON.readTree(Files.readString(file));
    List<FakeReply> replies = new ArrayList<>();
    for (JsonNode reply : json.path("replies")) {
      replies.add(reply(reply, file));
    }
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : json.path("rules")) {
      rules.add(new Rule(rule.path("contains").asString(), reply(rule.path("reply"), file)));
    }
    List<FaultRule> faults = new ArrayList<>();
    for (JsonNode fault : json.path("faults")) {
      faulty(FakeReply.empty(), fault);
      faults.add(new FaultRule(fault));
    }
    if (replies.isEmpty() && rules.isEmpty()) {
      throw new IllegalArgumentException("the script " + file + " holds no reply");
    }
    boolean byPrompt =
        switch (json.path("choose").asString("in-turn")) {
          case "in-turn" -> false;
          case "by-prompt" -> true;
          case String other -> throw new IllegalArgumentException("choose: " + other);
        };
    return request -> {
      FakeReply chosen = choose(request, rules, replies, byPrompt);
      return faults.stream()
          .filter(fault -> fault.applies(request))
          .findFirst()
          .map(fault -> faulty(chosen, fault.fault()))
          .orElse(chosen);
    };
  }

  private static FakeReply choose(
      FakeRequest request, List<Rule> rules, List<FakeReply> replies, boolean byPrompt) {
    Optional<FakeReply> ruled =
        rules.stream()
            .filter(rule -> request.prompt().contains(rule.contains()))
            .map(Rule::reply)
            .findFirst();
    if (ruled.isPresent() || replies.isEmpty()) {
      return ruled.orElseGet(FakeReply::empty);
    }
    int index =
        byPrompt
            ? Math.floorMod(request.fingerprint().hashCode(), replies.size())
            : Math.min(request.number(), replies.size()) - 1;
    return replies.get(index);
  }

  private static FakeReply reply(JsonNode json, Path script) throws IOException {
    if (json.isString()) {
      return FakeReply.text(json.asString());
    }
    String text =
        json.has("file")
            ? Files.readString(script.resolveSibling(json.path("file").asString()))
            : json.path("text").asString("");
    FakeReply.Ending ending =
        FakeReply.Ending.valueOf(
            json.path("ending").asString("normal").toUpperCase(Locale.ROOT).replace('-', '_'));
    Optional<FakeTokens> tokens =
        json.has("tokens") ? Optional.of(tokens(json.path("tokens"))) : Optional.empty();
    return new FakeReply(text, ending, tokens, Optional.empty());
  }

  private static FakeTokens tokens(JsonNode json) {
    return new FakeTokens(
        json.path("input").asLong(0),
        json.path("cached_input").asLong(0),
        json.path("cache_write").asLong(0),
        json.path("output").asLong(0));
  }

  private static FakeReply faulty(FakeReply reply, JsonNode fault) {
    Duration pause = Duration.ofMillis(fault.path("pause_ms").asLong(10));
    return switch (fault.path("kind").asString("")) {
      case "rate-limit" ->
          reply.with(
              fault.has("retry_after_s")
                  ? Fault.rateLimited(Duration.ofSeconds(fault.path("retry_after_s").asLong()))
                  : Fault.rateLimited());
      case "overloaded" -> reply.with(Fault.overloaded());
      case "server-error" -> reply.with(Fault.serverError());
      case "bad-request" -> reply.with(Fault.badRequest("refused by script"));
      case "wrong-key" -> reply.with(Fault.wrongKey());
      case "no-credit" -> reply.with(Fault.noCredit());
      case "cut-before" -> reply.with(new Fault.CutBeforeHeaders());
      case "cut-middle" -> reply.with(new Fault.CutMidReply(false));
      case "error-event" -> reply.with(new Fault.ErrorEvent("overloaded_error", "Overloaded"));
      case "slow" -> reply.with(new Fault.SlowStream(pause));
      case "stall" -> reply.with(new Fault.Stall());
      case "malformed" -> reply.with(new Fault.MalformedJson());
      case "not-the-api" -> reply.with(new Fault.NotTheApi());
      case "refusal" -> FakeReply.refusal("I would rather not.");
      case "empty" -> FakeReply.empty();
      case "cut-off" -> FakeReply.cutOff(reply.text().substring(0, reply.text().length() / 2));
      case "wrong-edit" -> FakeReply.wrongEdit();
      case String other -> throw new IllegalArgumentException("no fault is called " + other);
    };
  }
}
