package dev.codecsmith.evolve.models;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears what a model does besides answering. Called from the asking thread. */
public interface ModelListener {

  /** An attempt failed; another follows after {@link Attempt#waited()}. */
  void retrying(String model, Attempt attempt);

  /** The cost of this model's calls is unknown, and why. Said once per model. */
  void costUnknown(String model, String why);

  /** Writes both to the log. */
  static ModelListener logging() {
    Logger log = LoggerFactory.getLogger(LanguageModel.class);
    return new ModelListener() {
      @Override
      public void retrying(String model, Attempt attempt) {
        log.warn(
            "{}: attempt {} failed: {}. Trying again in {} s.",
            model,
            attempt.number(),
            attempt.fault().orElse("no cause given"),
            attempt.waited().toMillis() / 1000.0);
      }

      @Override
      public void costUnknown(String model, String why) {
        log.warn("{}: its cost is unknown: {}", model, why);
      }
    };
  }
}
