package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replays a recorded model offline, call by call: it answers exactly what was recorded and nothing
 * else. A question that was not recorded is an error that tells where it first departs from the
 * recording.
 *
 * <p>A scorecard in a prompt ends each line with the CPU times of encoding and decoding, and no two
 * measurements take the same time; nor does a program that is far too slow take the same twice,
 * whose failure says how long it took. So a question of the same slot that differs from the
 * recorded one in nothing but those times is the same question.
 */
public final class RecordedModel implements LanguageModel {
  private final String name;
  private final CallLog log;
  private final Map<CallKey, Integer> asked = new HashMap<>();
  private final Set<CallKey> played = new HashSet<>();

  /**
   * @param name the name under which the model was recorded
   */
  public RecordedModel(String name, CallLog log) {
    this.name = name;
    this.log = log;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized ModelReply ask(ModelRequest request) throws ModelException {
    CallKey first = new CallKey(name, request.slot(), request.hash(), 0);
    int occurrence = asked.getOrDefault(first, 0);
    CallKey key = new CallKey(name, first.slot(), first.requestHash(), occurrence);
    try {
      Optional<ModelReply> reply = log.find(key).flatMap(ModelCall::reply);
      if (reply.isEmpty()) {
        Optional<CallKey> alike = alike(request);
        if (alike.isPresent()) {
          played.add(alike.get());
          return log.find(alike.get()).flatMap(ModelCall::reply).orElseThrow();
        }
        throw new ModelException(Kind.NOT_RECORDED, notRecorded(request, occurrence));
      }
      asked.put(first, occurrence + 1);
      played.add(key);
      return reply.get();
    } catch (IOException e) {
      throw new ModelException(
          Kind.NOT_RECORDED, "The recording cannot be read: %s".formatted(e.getMessage()), e);
    }
  }

  /** The call of the same slot, not played yet, that asks the same but for measured times. */
  private Optional<CallKey> alike(ModelRequest request) throws IOException {
    for (CallLog.Entry entry : log.entries(request.slot())) {
      CallKey key = entry.key();
      if (entry.replied()
          && key.model().equals(name)
          && !played.contains(key)
          && MeasuredTimes.areAlike(log.find(key).orElseThrow().request(), request)) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private String notRecorded(ModelRequest request, int occurrence) throws IOException {
    String call =
        "Replay departs from the recording at call %d of %s%s: "
            .formatted(played.size() + 1, name, inSlot(request.slot()));
    Optional<CallKey> meant =
        log.entries(request.slot()).stream()
            .filter(CallLog.Entry::replied)
            .map(CallLog.Entry::key)
            .filter(key -> key.model().equals(name))
            .filter(key -> !played.contains(key))
            .findFirst();
    if (meant.isPresent()) {
      ModelRequest recorded = log.find(meant.get()).orElseThrow().request();
      return call + RequestDifference.describe(recorded, request) + ".";
    }
    if (occurrence > 0) {
      return call
          + "the same was recorded only "
          + (occurrence == 1 ? "once." : occurrence + " times.");
    }
    return call + "the recording holds no further call there.";
  }

  private static String inSlot(String slot) {
    return slot.isEmpty() ? "" : " (" + slot + ")";
  }
}
