package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.Attempt;
import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelProgress;
import dev.codecsmith.store.events.CampaignEvent.ModelRetried;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.failsafe.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks a model again after faults that may pass. The SDKs' own retries are off: here every attempt
 * is announced, timed, priced and kept, and a server's Retry-After is obeyed.
 *
 * <p>A wait that a server asks for holds for every call of the model, also for those that begin
 * meanwhile. One that is longer than a call may last ends the call with the time from which on it
 * may be asked again.
 */
public final class CallRetry {

  /** One attempt over the wire. */
  @FunctionalInterface
  public interface Exchange {
    AttemptReply send(ModelRequest request) throws AttemptFault, InterruptedException;
  }

  private static final int CHARACTERS_PER_TOKEN = 4;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String name;
  private final String model;
  private final String where;
  private final CallPolicy policy;
  private final AtomicBoolean costUnknownSaid = new AtomicBoolean();

  /** Whether the server was ever connected to: one that was is likelier to come back. */
  private volatile boolean reached;

  /** Before this time the server asked to be left alone. */
  private volatile Instant notBefore = Instant.MIN;

  /**
   * @param name the model's name here, for messages and prices
   * @param model what the server calls it, for prices
   * @param where the server or program, for messages
   */
  public CallRetry(String name, String model, String where, CallPolicy policy) {
    this.name = name;
    this.model = model;
    this.where = where;
    this.policy = policy;
  }

  public ModelReply ask(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    policy.events().send(new ModelCalled(name, request.slot()));
    return answered(request, exchange);
  }

  /** Tells how much of a reply has arrived. */
  public void writing(ModelRequest request, long characters) {
    policy
        .events()
        .send(new ModelProgress(name, request.slot(), characters / CHARACTERS_PER_TOKEN));
  }

  private ModelReply answered(ModelRequest request, Exchange exchange)
      throws ModelException, InterruptedException {
    Call call = new Call(request, exchange);
    RetryPolicy<Object> decision =
        RetryPolicy.builder()
            .handle(AttemptFault.class)
            .abortOn(fault -> call.end.isPresent())
            .withMaxRetries(-1)
            .withDelayFn(context -> call.pause)
            .build();
    try {
      AttemptReply answer = RetryLoop.run(decision, call, call, policy.clock()::sleep);
      return reply(answer, since(call.asked), call.attempts);
    } catch (AttemptFault fault) {
      End end = call.end.orElseThrow();
      throw new ModelException(end.kind(), end.sentence(), call.attempts, fault);
    }
  }

  private synchronized void leaveAlone(Duration wait) {
    Instant until = policy.clock().now().plus(wait);
    notBefore = until.isAfter(notBefore) ? until : notBefore;
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

  private ModelReply reply(AttemptReply answer, Duration latency, List<Attempt> attempts) {
    Optional<TokenUsage> usage = answer.usage().map(last -> Attempt.totalUsage(attempts));
    Optional<BigDecimal> cost =
        answer.usage().isPresent() ? Attempt.totalCostUsd(attempts) : Optional.empty();
    if (cost.isEmpty()
        && policy.warnsOfUnknownCost()
        && costUnknownSaid.compareAndSet(false, true)) {
      policy
          .events()
          .send(
              new Warning(
                  Optional.empty(),
                  "%s: its cost is unknown: %s."
                      .formatted(
                          name,
                          usage.isEmpty()
                              ? "the server does not report tokens"
                              : "no price is known for %s; give one in a prices file"
                                  .formatted(name))));
    }
    return ModelReplyBuilder.builder()
        .text(answer.text())
        .reasoning(answer.reasoning())
        .stop(answer.stop())
        .stopDetail(answer.stopDetail())
        .usage(usage)
        .costUsd(cost)
        .latency(latency)
        .model(answer.model())
        .requestId(answer.requestId())
        .attempts(attempts)
        .build();
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

  /** Why no other attempt is due, with the sentence that the user reads. */
  private record End(Kind kind, String sentence) {}

  /** One call: the attempts it has made, and after each whether and when another is due. */
  private final class Call
      implements RetryLoop.Work<AttemptReply, AttemptFault>, RetryLoop.Listener {
    private final ModelRequest request;
    private final Exchange exchange;
    private final String hash;
    private final long asked = policy.clock().nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private int malformed;

    /** Nanoseconds it waited for what the server had asked of other calls. */
    private long othersWaits;

    /** Before the next attempt. */
    private Duration pause = Duration.ZERO;

    private Optional<End> end = Optional.empty();

    Call(ModelRequest request, Exchange exchange) {
      this.request = request;
      this.exchange = exchange;
      this.hash = request.hash() + request.slot();
    }

    @Override
    public AttemptReply run() throws AttemptFault, InterruptedException {
      awaitLeave();
      int number = attempts.size() + 1;
      long sent = policy.clock().nanoTime();
      try {
        AttemptReply answer = exchange.send(request);
        attempts.add(attempt(number, since(sent), Optional.empty(), answer.usage()));
        reached = true;
        return answer;
      } catch (AttemptFault fault) {
        fault.retryAfter().ifPresent(CallRetry.this::leaveAlone);
        pause = policy.retry().pause(hash, number, fault.retryAfter());
        attempts.add(attempt(number, since(sent), Optional.of(fault.sentence()), fault.usage()));
        reached |= fault.kind() != Kind.UNREACHABLE;
        malformed += fault.kind() == Kind.MALFORMED ? 1 : 0;
        end = end(fault).or(this::overBudget);
        throw fault;
      }
    }

    @Override
    public void retrying(Exception fault, Duration wait) {
      Attempt failed = attempts.removeLast().waiting(wait);
      attempts.add(failed);
      policy
          .events()
          .send(
              new ModelRetried(
                  name,
                  request.slot(),
                  failed.number(),
                  failed.fault().orElse("no cause given"),
                  wait));
    }

    /** Waits until the server may be asked, as it said to another call. */
    private void awaitLeave() throws AttemptFault, InterruptedException {
      CallClock clock = policy.clock();
      long begin = clock.nanoTime();
      for (Instant until = notBefore; until.isAfter(clock.now()); until = notBefore) {
        Duration left = Duration.between(clock.now(), until);
        if (isTooLong(left)) {
          String sentence = leftAlone(", as it said to another call");
          end = Optional.of(new End(Kind.WAIT_ASKED_FOR, sentence));
          throw new AttemptFault(
              Kind.WAIT_ASKED_FOR, sentence, Optional.empty(), Optional.empty(), null);
        }
        policy
            .events()
            .send(
                new CampaignWaiting(
                    "%s at %s asked to be left alone.".formatted(name, where), Optional.of(until)));
        clock.sleep(policy.retry().pause(hash, 1, Optional.of(left)));
      }
      othersWaits += clock.nanoTime() - begin;
    }

    /** Empty when another attempt is due. */
    private Optional<End> end(AttemptFault fault) {
      return switch (fault.kind().triedAgain()) {
        case WITHIN_THE_CALL -> patienceEnds(fault);
        case WITH_ITS_WORK, NEVER ->
            Optional.of(
                new End(fault.kind(), "%s at %s: %s.".formatted(name, where, fault.sentence())));
      };
    }

    private Optional<End> patienceEnds(AttemptFault fault) {
      if (fault.retryAfter().filter(CallRetry.this::isTooLong).isPresent()) {
        return Optional.of(new End(Kind.WAIT_ASKED_FOR, leftAlone(": " + fault.sentence())));
      }
      if (malformed >= policy.retry().malformedAttempts()) {
        return Optional.of(
            new End(
                fault.kind(),
                "%s at %s sent %d malformed replies; the last: %s. Is the address right, and does the server speak this format?"
                    .formatted(name, where, malformed, fault.sentence())));
      }
      Duration deadline =
          reached ? policy.retry().deadline() : policy.retry().unreachableDeadline();
      Duration nextBegin = since(asked).minusNanos(othersWaits).plus(pause);
      return nextBegin.compareTo(deadline) <= 0
          ? Optional.empty()
          : Optional.of(new End(fault.kind(), gaveNoReply(fault, attempts.size(), deadline)));
    }

    private Optional<End> overBudget() {
      return policy
          .allowance()
          .exceededBy(attempts)
          .map(sentence -> new End(Kind.BUDGET_SPENT, sentence));
    }
  }
}
