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

/**
 * What came of campaigns, by a store that may be slow or away. Who asks waits for a while only and
 * is told then what was known last: an orchestrator says how it is also where its store does not.
 */
public final class CampaignFigures {
  /** A store that does not answer is not asked by ever more threads. */
  private static final int MOST_AT_ONCE = 8;

  private final ExperimentStore store;
  private final Map<String, Figures> known = new ConcurrentHashMap<>();
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);

  /**
   * Figures of a campaign.
   *
   * @param counts how many experiments are in each status
   * @param best the one that leads; empty while none has succeeded
   */
  public record Figures(Map<ExperimentStatus, Integer> counts, Optional<ExperimentSummary> best) {}

  /**
   * What is known of a campaign.
   *
   * @param figures as they were last; empty if they were never told
   * @param fault why they are not those of now, in a sentence; empty where they are
   */
  public record Told(Optional<Figures> figures, Optional<String> fault) {}

  public CampaignFigures(ExperimentStore store) {
    this.store = store;
  }

  /** Of one campaign. */
  public Told of(String campaignId, Duration patience) throws InterruptedException {
    return Objects.requireNonNull(of(List.of(campaignId), patience).get(campaignId));
  }

  /**
   * Of several campaigns, asked for at the same time.
   *
   * @param patience after this the answer is what is known
   */
  public Map<String, Told> of(Collection<String> campaignIds, Duration patience)
      throws InterruptedException {
    Map<String, CompletableFuture<Figures>> answers = new LinkedHashMap<>();
    for (String id : campaignIds) {
      CompletableFuture<Figures> answer = new CompletableFuture<>();
      answers.put(id, answer);
      Thread _ = Thread.ofVirtual().name("figures of " + id).start(() -> ask(id, patience, answer));
    }
    try {
      CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // Each answer tells for itself.
    }
    Map<String, Told> told = new LinkedHashMap<>();
    answers.forEach((id, answer) -> told.put(id, told(id, patience, answer)));
    return told;
  }

  private void ask(String id, Duration patience, CompletableFuture<Figures> answer) {
    try {
      if (!asking.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        Figures figures = new Figures(store.counts(id), store.best(id, 1).stream().findFirst());
        known.put(id, figures);
        answer.complete(figures);
      } finally {
        asking.release();
      }
    } catch (StoreException | RuntimeException e) {
      answer.completeExceptionally(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Told told(String id, Duration patience, CompletableFuture<Figures> answer) {
    return switch (answer.state()) {
      case SUCCESS -> new Told(Optional.of(answer.resultNow()), Optional.empty());
      case FAILED -> {
        if (answer.exceptionNow() instanceof RuntimeException error) {
          throw error;
        }
        yield lastKnown(id, "The store cannot be read: " + answer.exceptionNow().getMessage());
      }
      case RUNNING, CANCELLED ->
          lastKnown(id, "The store does not answer within %d ms.".formatted(patience.toMillis()));
    };
  }

  private Told lastKnown(String id, String fault) {
    return new Told(Optional.ofNullable(known.get(id)), Optional.of(fault));
  }
}
