package dev.codecsmith.evolve.models;

import dev.codecsmith.evolve.models.ModelException.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one place that decides whether a failed attempt is followed by another. The SDKs' own retries
 * are off: here every attempt is announced, timed, priced and kept, the pauses follow an injected
 * clock, and a server's Retry-After is obeyed, which a general retry library would each need to be
 * taught.
 */
final class Retries {

  /** One attempt over the wire. */
  @FunctionalInterface
  interface Exchange {
    Answer send(ModelRequest request) throws AttemptFault, InterruptedException;
  }

  private final String name;
  private final String model;
  private final String where;
  private final CallPolicy policy;
  private final AtomicBoolean costUnknownSaid = new AtomicBoolean();

  /**
   * @param name the model's name here, for messages and prices
   * @param model what the server calls it, for prices
   * @param where the server or program, for messages
   */
  Retries(String name, String model, String where, CallPolicy policy) {
    this.name = name;
    this.model = model;
    this.where = where;
    this.policy = policy;
  }

  ModelReply ask(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    policy.listener().asked(name, request.slot());
    try {
      return answered(request, exchange);
    } finally {
      policy.listener().ended(name, request.slot());
    }
  }

  /** Tells how much of a reply has arrived. */
  void writing(ModelRequest request, long characters) {
    policy.listener().writing(name, request.slot(), characters);
  }

  private ModelReply answered(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    CallClock clock = policy.clock();
    String callHash = request.hash() + request.slot();
    long begin = clock.nanoTime();
    List<Attempt> attempts = new ArrayList<>();
    Set<Kind> faults = EnumSet.noneOf(Kind.class);
    int malformed = 0;
    while (true) {
      int number = attempts.size() + 1;
      long sent = clock.nanoTime();
      try {
        Answer answer = exchange.send(request);
        attempts.add(attempt(number, since(sent), Optional.empty(), answer.usage(), Duration.ZERO));
        return reply(answer, since(begin), attempts);
      } catch (AttemptFault fault) {
        Duration pause = policy.retry().pause(callHash, number, fault.retryAfter());
        faults.add(fault.kind());
        malformed += fault.kind() == Kind.MALFORMED ? 1 : 0;
        Duration deadline =
            faults.equals(EnumSet.of(Kind.UNREACHABLE))
                ? policy.retry().unreachableDeadline()
                : policy.retry().deadline();
        Optional<String> end =
            reasonToGiveUp(fault, number, malformed, deadline, since(begin).plus(pause));
        Attempt failed =
            attempt(
                number,
                since(sent),
                Optional.of(fault.sentence()),
                fault.usage(),
                end.isPresent() ? Duration.ZERO : pause);
        attempts.add(failed);
        if (end.isPresent()) {
          throw new ModelException(fault.kind(), end.get(), attempts, fault);
        }
        policy.listener().retrying(name, failed);
        clock.sleep(pause);
      }
    }
  }

  /** Empty when another attempt is due, else the sentence that the user reads. */
  private Optional<String> reasonToGiveUp(
      AttemptFault fault, int made, int malformed, Duration deadline, Duration nextBegin) {
    return switch (fault.kind()) {
      case TRANSIENT, UNREACHABLE, MALFORMED -> {
        if (malformed >= policy.retry().malformedAttempts()) {
          yield Optional.of(
              "%s at %s sent %d malformed replies; the last: %s. Is the address right, and does the server speak this format?"
                  .formatted(name, where, malformed, fault.sentence()));
        }
        yield nextBegin.compareTo(deadline) <= 0
            ? Optional.empty()
            : Optional.of(gaveNoReply(fault, made, deadline));
      }
      case AUTHENTICATION,
          NO_CREDIT,
          BAD_REQUEST,
          COMMAND_FAILED,
          COMMAND_MISSING,
          NOT_RECORDED,
          BUDGET_SPENT,
          LOG_FAILED ->
          Optional.of("%s at %s: %s.".formatted(name, where, fault.sentence()));
    };
  }

  private String gaveNoReply(AttemptFault fault, int made, Duration deadline) {
    String asked =
        fault
            .retryAfter()
            .map(wait -> " (the server asks to wait " + wait.toSeconds() + " s)")
            .orElse("");
    return "%s at %s gave no reply in %d %s within %s; the last fault: %s%s."
        .formatted(
            name,
            where,
            made,
            made == 1 ? "attempt" : "attempts",
            inWords(deadline),
            fault.sentence(),
            asked);
  }

  private ModelReply reply(Answer answer, Duration latency, List<Attempt> attempts) {
    Optional<TokenUsage> usage = answer.usage().map(last -> Attempt.totalUsage(attempts));
    Optional<BigDecimal> cost =
        answer.usage().isPresent() ? Attempt.totalCostUsd(attempts) : Optional.empty();
    if (cost.isEmpty() && costUnknownSaid.compareAndSet(false, true)) {
      policy
          .listener()
          .costUnknown(
              name,
              usage.isEmpty()
                  ? "the server does not report tokens"
                  : "no price is known for %s; give one in a prices file".formatted(name));
    }
    return new ModelReply(
        answer.text(),
        answer.reasoning(),
        answer.stop(),
        answer.stopDetail(),
        usage,
        cost,
        latency,
        answer.model(),
        answer.requestId(),
        attempts);
  }

  private Attempt attempt(
      int number,
      Duration latency,
      Optional<String> fault,
      Optional<TokenUsage> usage,
      Duration waited) {
    Optional<BigDecimal> cost = usage.flatMap(this::price);
    return new Attempt(number, latency, fault, usage, cost, waited);
  }

  private Optional<BigDecimal> price(TokenUsage tokens) {
    return policy.prices().costUsd(name, tokens).or(() -> policy.prices().costUsd(model, tokens));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(policy.clock().nanoTime() - nanos);
  }

  private static String inWords(Duration duration) {
    return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }
}
