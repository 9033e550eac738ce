package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.EventSink;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model that writes every call down before its reply is used, and gives a reply that is already
 * written down instead of asking again. So a campaign that was killed and started again walks
 * through its old calls for nothing and pays only for new ones, besides those that were under way
 * when it was killed.
 *
 * <p>Equal requests in the same slot are told apart by counting. Calls that run side by side should
 * have slots of their own, else chance decides which gets which reply.
 */
public final class RecordingModel implements LanguageModel {
  private final LanguageModel inner;
  private final CallLog log;
  private final CallClock clock;
  private final EventSink events;
  private final Map<CallKey, Set<Integer>> taken = new HashMap<>();
  private final Map<CallKey, ModelCall> unwritten = new ConcurrentHashMap<>();

  /** Of a model whose calls nobody follows. */
  public RecordingModel(LanguageModel inner, CallLog log, CallClock clock) {
    this(inner, log, clock, EventSink.none());
  }

  /**
   * @param events told of every call that ended, once it is written down
   */
  public RecordingModel(LanguageModel inner, CallLog log, CallClock clock, EventSink events) {
    this.inner = inner;
    this.log = log;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
    CallKey key = take(new CallKey(name(), request.slot(), request.hash(), 0));
    boolean replied = false;
    try {
      Optional<ModelCall> written = written(key);
      if (written.isEmpty()) {
        written = writtenAlike(request);
      }
      ModelReply reply = written.isPresent() ? again(written.get()) : askAndWrite(key, request);
      replied = true;
      return reply;
    } finally {
      if (!replied) {
        release(key);
      }
    }
  }

  /** What was written down, and told unless a kill came between. */
  private ModelReply again(ModelCall call) {
    ModelReply reply = call.reply().orElseThrow();
    events.restore(call.at(), answered(distinct(call.key(), call.request()), reply));
    return reply;
  }

  /**
   * A model that keeps its own account of questions, such as an inbox, needs to see a new one, and
   * so does who follows the calls.
   */
  private static ModelRequest distinct(CallKey key, ModelRequest request) {
    return key.occurrence() == 0
        ? request
        : request.inSlot((request.slot() + " again " + key.occurrence()).strip());
  }

  private ModelReply askAndWrite(CallKey key, ModelRequest request)
      throws ModelException, InterruptedException {
    ModelRequest distinct = distinct(key, request);
    try {
      ModelReply reply = inner.ask(distinct);
      write(new ModelCall(key, clock.now(), request, new ModelCall.Replied(reply)));
      events.send(answered(distinct, reply));
      return reply;
    } catch (ModelException e) {
      if (e.kind() != Kind.LOG_FAILED) {
        events.send(failed(distinct, e));
      }
      if (e.kind() != Kind.LOG_FAILED && e.tookSomething()) {
        write(
            new ModelCall(
                key,
                clock.now(),
                request,
                new ModelCall.Failed(e.kind(), String.valueOf(e.getMessage()), e.attempts())));
      }
      throw e;
    }
  }

  private ModelAnswered answered(ModelRequest request, ModelReply reply) {
    return new ModelAnswered(
        name(),
        request.slot(),
        request.hash(),
        reply.usage().map(TokenUsage::prompt),
        reply.usage().map(TokenUsage::output),
        reply.costUsd(),
        reply.latency());
  }

  private ModelFailed failed(ModelRequest request, ModelException fault) {
    Optional<TokenUsage> counted =
        fault.tookSomething() ? Optional.of(fault.usage()) : Optional.empty();
    return new ModelFailed(
        name(),
        request.slot(),
        String.valueOf(fault.getMessage()),
        fault.tookSomething(),
        counted.map(TokenUsage::prompt),
        counted.map(TokenUsage::output),
        fault.costUsd());
  }

  private Optional<ModelCall> written(CallKey key) throws ModelException {
    ModelCall waiting = unwritten.get(key);
    if (waiting != null) {
      write(waiting);
      unwritten.remove(key);
      // Nobody has heard of it: it was kept from being told until it could be written.
      events.send(answered(distinct(key, waiting.request()), waiting.reply().orElseThrow()));
    }
    try {
      return log.find(key).filter(call -> call.reply().isPresent());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The reply to a question that was the same but for measured times, and that nobody has asked
   * again in this process: after a kill a program is tried anew, takes another time, and the repair
   * turn that was paid for says the old one.
   */
  private Optional<ModelCall> writtenAlike(ModelRequest request) throws ModelException {
    try {
      for (CallLog.Entry entry : log.entries(request.slot())) {
        CallKey key = entry.key();
        if (!entry.replied() || !key.model().equals(name())) {
          continue;
        }
        ModelCall call = log.find(key).orElseThrow();
        if (MeasuredTimes.areAlike(call.request(), request) && takeThis(key)) {
          return Optional.of(call);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ModelException unreadable(IOException e) {
    return new ModelException(
        Kind.LOG_FAILED, "The log of model calls cannot be read: %s".formatted(e.getMessage()), e);
  }

  /** A reply that cannot be written is kept, so that the next try pays for nothing. */
  private void write(ModelCall call) throws ModelException {
    try {
      log.append(call);
    } catch (IOException e) {
      if (call.reply().isPresent()) {
        unwritten.put(call.key(), call);
      }
      throw new ModelException(
          Kind.LOG_FAILED,
          "A reply of %s cannot be written down (%s). It is kept until it can: make room or mend the disk, then go on."
              .formatted(name(), e.getMessage()),
          e);
    }
  }

  /** The same key with the lowest occurrence that no other call has. */
  private CallKey take(CallKey first) {
    synchronized (taken) {
      Set<Integer> numbers = taken.computeIfAbsent(first, key -> new HashSet<>());
      int number = 0;
      while (!numbers.add(number)) {
        number++;
      }
      return new CallKey(first.model(), first.slot(), first.requestHash(), number);
    }
  }

  /** Takes the key unless another call has it. */
  private boolean takeThis(CallKey key) {
    synchronized (taken) {
      return taken.computeIfAbsent(first(key), any -> new HashSet<>()).add(key.occurrence());
    }
  }

  private static CallKey first(CallKey key) {
    return new CallKey(key.model(), key.slot(), key.requestHash(), 0);
  }

  private void release(CallKey key) {
    synchronized (taken) {
      Set<Integer> numbers = taken.get(first(key));
      if (numbers != null) {
        numbers.remove(key.occurrence());
      }
    }
  }
}
