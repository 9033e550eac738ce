package dev.codecsmith.evolve.models;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Says on one line what models are doing, such as {@code claude-x is writing iteration 12, turn 1:
 * about 3,400 tokens, 41 s; 2 more calls}: of the calls under way the oldest. A line is said when a
 * call begins or ends and, while text arrives, once a second; an empty one when nobody is asked any
 * more. Everything else is passed on.
 */
public final class ModelProgress implements ModelListener {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final ModelListener next;
  private final CallClock clock;
  private final Consumer<String> lines;
  private final SequencedMap<String, Call> underWay = new LinkedHashMap<>();
  private long said;

  /** A call under way. */
  private static final class Call {
    private final String model;
    private final String slot;
    private final long begin;
    private long characters;

    Call(String model, String slot, long begin) {
      this.model = model;
      this.slot = slot;
      this.begin = begin;
    }
  }

  /**
   * @param next hears everything, too
   * @param lines called from threads that ask, one at a time
   */
  public ModelProgress(ModelListener next, CallClock clock, Consumer<String> lines) {
    this.next = next;
    this.clock = clock;
    this.lines = lines;
  }

  @Override
  public void asked(String model, String slot) {
    synchronized (this) {
      underWay.put(key(model, slot), new Call(model, slot, clock.nanoTime()));
      say();
    }
    next.asked(model, slot);
  }

  @Override
  public void writing(String model, String slot, long characters) {
    synchronized (this) {
      Call call = underWay.get(key(model, slot));
      if (call != null) {
        call.characters = characters;
        if (clock.nanoTime() - said >= SECOND) {
          say();
        }
      }
    }
    next.writing(model, slot, characters);
  }

  @Override
  public void ended(String model, String slot) {
    synchronized (this) {
      underWay.remove(key(model, slot));
      say();
    }
    next.ended(model, slot);
  }

  @Override
  public void retrying(String model, Attempt attempt) {
    next.retrying(model, attempt);
  }

  @Override
  public void costUnknown(String model, String why) {
    next.costUnknown(model, why);
  }

  /** Says the line once more, if a call is under way: its seconds have gone on. */
  public synchronized void tick() {
    if (!underWay.isEmpty() && clock.nanoTime() - said >= SECOND) {
      say();
    }
  }

  private void say() {
    said = clock.nanoTime();
    if (underWay.isEmpty()) {
      lines.accept("");
      return;
    }
    Call oldest = underWay.firstEntry().getValue();
    long tokens = oldest.characters / CHARACTERS_PER_TOKEN;
    lines.accept(
        String.format(
            Locale.ROOT,
            "%s is %s %s: %s%d s%s",
            oldest.model,
            oldest.characters > 0 ? "writing" : "thinking about",
            oldest.slot.isEmpty() ? "a reply" : oldest.slot,
            tokens > 0 ? String.format(Locale.ROOT, "about %,d tokens, ", tokens) : "",
            (said - oldest.begin) / SECOND,
            underWay.size() > 1
                ? "; %d more %s"
                    .formatted(underWay.size() - 1, underWay.size() == 2 ? "call" : "calls")
                : ""));
  }

  private static String key(String model, String slot) {
    return model + "\n" + slot;
  }
}
