package dev.codecsmith.service.orchestrator;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * What came of campaigns, by a store that may be slow or away. Who asks waits for a while only and
 * is told then what was known last: an orchestrator says how it is also where its store does not.
 */
public final class CampaignFigures {
  /** A store that does not answer is not asked by ever more threads. */
  private static final int MOST_AT_ONCE = 8;

  /** Those of campaigns that have ended are changed by other processes only, and seldom. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final ExperimentStore store;
  private final IntSupplier changes;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);

  /**
   * What the store told.
   *
   * @param last whether the campaign had ended before it was asked
   * @param changes how many there had been before it was asked
   * @param nanoTime when it was
   */
  private record Known(Tally figures, boolean last, int changes, long nanoTime) {
    boolean isFresh(int changesNow) {
      return last && changes == changesNow && System.nanoTime() - nanoTime < FRESH.toNanos();
    }
  }

  /**
   * Figures of a campaign.
   *
   * @param counts how many experiments are in each status
   * @param best the one that leads; empty while none has succeeded
   */
  public record Tally(Map<ExperimentStatus, Integer> counts, Optional<ExperimentSummary> best) {}

  /**
   * What is known of a campaign.
   *
   * @param figures as they were last; empty if they were never told
   * @param fault why they are not those of now, in a sentence; empty where they are
   */
  public record Told(Optional<Tally> figures, Optional<String> fault) {}

  /**
   * Nothing is asked yet.
   *
   * @param changes how often this process has changed what is stored of campaigns that do not run,
   *     as by deleting experiments
   */
  public CampaignFigures(ExperimentStore store, IntSupplier changes) {
    this.store = store;
    this.changes = changes;
  }

  /** Of one campaign. */
  public Told of(QueuedCampaign campaign, Duration patience) throws InterruptedException {
    return Objects.requireNonNull(of(List.of(campaign), patience).get(campaign.id()));
  }

  /**
   * Of several campaigns, by their ids, asked for at the same time.
   *
   * @param patience after this the answer is what is known
   */
  public Map<String, Told> of(Collection<QueuedCampaign> campaigns, Duration patience)
      throws InterruptedException {
    Map<String, Question> questions = new LinkedHashMap<>();
    for (QueuedCampaign campaign : campaigns) {
      Question question = new Question(campaign, changes.getAsInt());
      questions.put(campaign.id(), question);
      Known before = known.get(campaign.id());
      if (before != null && before.isFresh(question.changes) && campaign.state().hasEnded()) {
        question.answer.complete(before.figures());
      } else {
        Thread _ =
            Thread.ofVirtual()
                .name("figures of " + campaign.id())
                .start(() -> ask(question, patience));
      }
    }
    try {
      CompletableFuture.allOf(
              questions.values().stream()
                  .map(question -> question.answer)
                  .toArray(CompletableFuture[]::new))
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // Each answer tells for itself.
    }
    Map<String, Told> told = new LinkedHashMap<>();
    questions.forEach((id, question) -> told.put(id, told(question, patience)));
    return told;
  }

  private static final class Question {
    private final String id;
    private final boolean last;
    private final int changes;
    private final CompletableFuture<Tally> answer = new CompletableFuture<>();
    private volatile boolean asked;

    Question(QueuedCampaign campaign, int changes) {
      this.id = campaign.id();
      this.last = campaign.state().hasEnded();
      this.changes = changes;
    }
  }

  private void ask(Question question, Duration patience) {
    try {
      if (!asking.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        question.asked = true;
        Tally figures =
            new Tally(store.counts(question.id), store.best(question.id, 1).stream().findFirst());
        known.put(
            question.id, new Known(figures, question.last, question.changes, System.nanoTime()));
        question.answer.complete(figures);
      } finally {
        asking.release();
      }
    } catch (StoreException | RuntimeException e) {
      question.answer.completeExceptionally(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Told told(Question question, Duration patience) {
    CompletableFuture<Tally> answer = question.answer;
    return switch (answer.state()) {
      case SUCCESS -> new Told(Optional.of(answer.resultNow()), Optional.empty());
      case FAILED -> {
        if (answer.exceptionNow() instanceof RuntimeException error) {
          throw error;
        }
        yield lastKnown(
            question, "The store cannot be read: " + answer.exceptionNow().getMessage());
      }
      case RUNNING, CANCELLED ->
          lastKnown(
              question,
              question.asked
                  ? "The store does not answer within %d ms.".formatted(patience.toMillis())
                  : "The store was not asked in time, as it answers for other campaigns first.");
    };
  }

  private Told lastKnown(Question question, String fault) {
    return new Told(
        Optional.ofNullable(known.get(question.id)).map(Known::figures), Optional.of(fault));
  }
}
