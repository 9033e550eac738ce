package dev.codecsmith.evolve.models;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Hears what a model does besides answering. Called from threads that ask. */
public interface ModelListener {

  /** An attempt failed; another follows after {@link Attempt#waited()}. */
  void retrying(String model, Attempt attempt);

  /** The cost of this model's calls is unknown, and why. Said once per model. */
  void costUnknown(String model, String why);

  /**
   * A call begins.
   *
   * @param slot what it is for, see {@link ModelRequest#slot()}
   */
  default void asked(String model, String slot) {}

  /**
   * More of a reply has arrived, or it begins anew in another attempt.
   *
   * @param characters how many so far, thinking included as far as the server shows it
   */
  default void writing(String model, String slot, long characters) {}

  /** A call has ended, with a reply or without. */
  default void ended(String model, String slot) {}

  /** This listener, which does not hear that the cost of these models is unknown. */
  default ModelListener expectingUnknownCostOf(Set<String> models) {
    ModelListener all = this;
    return new ModelListener() {
      @Override
      public void retrying(String model, Attempt attempt) {
        all.retrying(model, attempt);
      }

      @Override
      public void costUnknown(String model, String why) {
        if (!models.contains(model)) {
          all.costUnknown(model, why);
        }
      }

      @Override
      public void asked(String model, String slot) {
        all.asked(model, slot);
      }

      @Override
      public void writing(String model, String slot, long characters) {
        all.writing(model, slot, characters);
      }

      @Override
      public void ended(String model, String slot) {
        all.ended(model, slot);
      }
    };
  }

  /** Writes retries and unknown costs to the log. */
  static ModelListener logging() {
    return telling(LoggerFactory.getLogger(LanguageModel.class)::warn);
  }

  /** Tells retries and unknown costs, in a sentence each. */
  static ModelListener telling(Consumer<String> sentences) {
    return new ModelListener() {
      @Override
      public void retrying(String model, Attempt attempt) {
        sentences.accept(
            String.format(
                Locale.ROOT,
                "%s: attempt %d failed: %s. Trying again in %.1f s.",
                model,
                attempt.number(),
                attempt.fault().orElse("no cause given"),
                attempt.waited().toMillis() / 1000.0));
      }

      @Override
      public void costUnknown(String model, String why) {
        sentences.accept(model + ": its cost is unknown: " + why + ".");
      }
    };
  }
}
