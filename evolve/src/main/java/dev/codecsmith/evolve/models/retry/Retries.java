package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.Answer;
import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one place that decides whether a failed attempt is followed by another. The SDKs' own retries
 * are off: here every attempt is announced, timed, priced and kept, the pauses follow an injected
 * clock, and a server's Retry-After is obeyed, which a general retry library would each need to be
 * taught.
 *
 * <p>A wait that a server asks for holds for every call of the model, also for those that begin
 * meanwhile. One that is longer than a call may last ends the call with the time from which on it
 * may be asked again.
 */
public final class Retries {

  /** One attempt over the wire. */
  @FunctionalInterface
  public interface Exchange {
    Answer send(ModelRequest request) throws AttemptFault, InterruptedException;
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String name;
  private final String model;
  private final String where;
  private final CallPolicy policy;
  private final AtomicBoolean costUnknownSaid = new AtomicBoolean();

  /** Before this time the server asked to be left alone. */
  private volatile Instant notBefore = Instant.MIN;

  /**
   * @param name the model's name here, for messages and prices
   * @param model what the server calls it, for prices
   * @param where the server or program, for messages
   */
  public Retries(String name, String model, String where, CallPolicy policy) {
    this.name = name;
    this.model = model;
    this.where = where;
    this.policy = policy;
  }

  public ModelReply ask(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    policy.listener().asked(name, request.slot());
    try {
      return answered(request, exchange);
    } finally {
      policy.listener().ended(name, request.slot());
    }
  }

  /** Tells how much of a reply has arrived. */
  public void writing(ModelRequest request, long characters) {
    policy.listener().writing(name, request.slot(), characters);
  }

  private ModelReply answered(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    CallClock clock = policy.clock();
    String callHash = request.hash() + request.slot();
    long asked = clock.nanoTime();
    long othersWaits = 0;
    List<Attempt> attempts = new ArrayList<>();
    Set<Kind> faults = EnumSet.noneOf(Kind.class);
    int malformed = 0;
    while (true) {
      int number = attempts.size() + 1;
      othersWaits += awaitTurn(callHash, attempts);
      long sent = clock.nanoTime();
      try {
        Answer answer = exchange.send(request);
        attempts.add(attempt(number, since(sent), Optional.empty(), answer.usage()));
        return reply(answer, since(asked), attempts);
      } catch (AttemptFault fault) {
        fault.retryAfter().ifPresent(this::leaveAlone);
        Duration pause = policy.retry().pause(callHash, number, fault.retryAfter());
        faults.add(fault.kind());
        malformed += fault.kind() == Kind.MALFORMED ? 1 : 0;
        Duration deadline =
            faults.equals(EnumSet.of(Kind.UNREACHABLE))
                ? policy.retry().unreachableDeadline()
                : policy.retry().deadline();
        Attempt failed = attempt(number, since(sent), Optional.of(fault.sentence()), fault.usage());
        attempts.add(failed);
        Duration nextBegin = since(asked).minusNanos(othersWaits).plus(pause);
        Optional<End> end =
            end(fault, number, malformed, deadline, nextBegin).or(() -> overBudget(attempts));
        if (end.isPresent()) {
          throw new ModelException(end.get().kind(), end.get().sentence(), attempts, fault);
        }
        attempts.set(number - 1, failed.waiting(pause));
        policy.listener().retrying(name, attempts.getLast());
        clock.sleep(pause);
      }
    }
  }

  /** Why no other attempt is due, with the sentence that the user reads. */
  private record End(Kind kind, String sentence) {}

  /** Empty when another attempt is due. */
  private Optional<End> end(
      AttemptFault fault, int made, int malformed, Duration deadline, Duration nextBegin) {
    return switch (fault.kind()) {
      case TRANSIENT, UNREACHABLE, MALFORMED -> {
        if (fault.retryAfter().filter(this::isTooLong).isPresent()) {
          yield Optional.of(new End(Kind.WAIT_ASKED_FOR, leftAlone(": " + fault.sentence())));
        }
        if (malformed >= policy.retry().malformedAttempts()) {
          yield Optional.of(
              new End(
                  fault.kind(),
                  "%s at %s sent %d malformed replies; the last: %s. Is the address right, and does the server speak this format?"
                      .formatted(name, where, malformed, fault.sentence())));
        }
        yield nextBegin.compareTo(deadline) <= 0
            ? Optional.empty()
            : Optional.of(new End(fault.kind(), gaveNoReply(fault, made, deadline)));
      }
      case AUTHENTICATION,
          NO_CREDIT,
          BAD_REQUEST,
          COMMAND_FAILED,
          COMMAND_MISSING,
          NOT_RECORDED,
          WAIT_ASKED_FOR,
          BUDGET_SPENT,
          LOG_FAILED ->
          Optional.of(
              new End(fault.kind(), "%s at %s: %s.".formatted(name, where, fault.sentence())));
    };
  }

  private Optional<End> overBudget(List<Attempt> attempts) {
    return policy
        .allowance()
        .exceededBy(attempts)
        .map(sentence -> new End(Kind.BUDGET_SPENT, sentence));
  }

  private synchronized void leaveAlone(Duration wait) {
    Instant until = policy.clock().now().plus(wait);
    notBefore = until.isAfter(notBefore) ? until : notBefore;
  }

  /**
   * Waits until the server may be asked.
   *
   * @return nanoseconds that were waited
   * @throws ModelException if that is too long
   */
  private long awaitTurn(String callHash, List<Attempt> attempts)
      throws ModelException, InterruptedException {
    CallClock clock = policy.clock();
    long begin = clock.nanoTime();
    for (Instant until = notBefore; until.isAfter(clock.now()); until = notBefore) {
      Duration left = Duration.between(clock.now(), until);
      if (isTooLong(left)) {
        throw new ModelException(
            Kind.WAIT_ASKED_FOR, leftAlone(", as it said to another call"), attempts, null);
      }
      clock.sleep(policy.retry().pause(callHash, 1, Optional.of(left)));
    }
    return clock.nanoTime() - begin;
  }

  private boolean isTooLong(Duration wait) {
    return wait.compareTo(policy.retry().deadline()) > 0;
  }

  private String leftAlone(String why) {
    Instant until = notBefore;
    Duration left = Duration.between(policy.clock().now(), until);
    return "%s at %s asks to be left alone until %s UTC, for %s%s. Until then nothing is asked; the same command goes on from that time."
        .formatted(
            name, where, TIME.format(until.plusSeconds(1)), inWords(left.plusSeconds(1)), why);
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
      int number, Duration latency, Optional<String> fault, Optional<TokenUsage> usage) {
    Optional<BigDecimal> cost = usage.flatMap(this::price);
    return new Attempt(number, latency, fault, usage, cost, Duration.ZERO);
  }

  private Optional<BigDecimal> price(TokenUsage tokens) {
    return policy.prices().costUsd(name, tokens).or(() -> policy.prices().costUsd(model, tokens));
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(policy.clock().nanoTime() - nanos);
  }

  private static String inWords(Duration duration) {
    if (duration.toDays() >= 3) {
      return duration.toDays() + " days";
    }
    if (duration.toHours() >= 2) {
      return duration.toHours() + " h";
    }
    return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }
}
