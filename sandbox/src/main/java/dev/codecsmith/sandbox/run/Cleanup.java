package dev.codecsmith.sandbox.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that end or free something. Each is tried, whatever became of those before it, and trying
 * allocates nothing, so that it works where memory has run out.
 */
public final class Cleanup {
  private final List<Runnable> steps;

  public Cleanup(Runnable... steps) {
    this.steps = List.of(steps);
  }

  /** Takes all steps; returns what the first that failed threw, if any did. */
  @Nullable Throwable attempt() {
    @Nullable Throwable first = null;
    for (int i = 0; i < steps.size(); i++) {
      try {
        steps.get(i).run();
      } catch (Throwable e) {
        first = first == null ? e : first;
      }
    }
    return first;
  }

  /** Takes all steps, then throws what the first that failed threw, if any did. */
  public void run() {
    switch (attempt()) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
