package dev.codecsmith.service.client;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bodies as texts that end: the time of a request is over when an answer begins, and a server may
 * go on with its body for ever, or stop in the middle of it.
 */
final class BoundedText {
  private BoundedText() {}

  /**
   * The body as text, or an {@code IOException}.
   *
   * @param most bytes
   * @param patience from its begin to its end
   */
  static BodyHandler<String> of(int most, Duration patience) {
    BodyHandler<String> text = BodyHandlers.limiting(BodyHandlers.ofString(), most);
    return info -> new Within(text.apply(info), patience);
  }

  /** Passes on what comes until the time is over. */
  private static final class Within implements BodySubscriber<String> {
    private final BodySubscriber<String> text;
    private final CompletableFuture<String> body;
    private volatile @Nullable Subscription subscription;

    Within(BodySubscriber<String> text, Duration patience) {
      this.text = text;
      this.body = text.getBody().toCompletableFuture().copy();
      CompletableFuture<Void> late =
          CompletableFuture.runAsync(
              () -> end(patience),
              CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
      CompletableFuture<String> _ = body.whenComplete((_, _) -> late.cancel(false));
    }

    private void end(Duration patience) {
      boolean late =
          body.completeExceptionally(
              new HttpTimeoutException(
                  "the answer did not end within " + patience.toMillis() + " ms"));
      Subscription current = subscription;
      if (late && current != null) {
        current.cancel();
      }
    }

    @Override
    public CompletionStage<String> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Subscription next) {
      subscription = next;
      text.onSubscribe(next);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      text.onNext(bytes);
    }

    @Override
    public void onError(Throwable fault) {
      text.onError(fault);
    }

    @Override
    public void onComplete() {
      text.onComplete();
    }
  }
}
