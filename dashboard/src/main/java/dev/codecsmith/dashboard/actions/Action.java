package dev.codecsmith.dashboard.actions;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a person asks of a campaign, or of one of its experiments. */
public sealed interface Action {
  /** What can be asked for; which of it just now is another question. */
  enum Kind {
    STOP,
    CONTINUE,
    BUDGET,
    /** Cancels an experiment that is evaluated now. */
    CANCEL,
    /** Deletes an experiment or all that failed, or evaluates one again. */
    DELETE;

    /** In lower case, as JSON has it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Takes a campaign.
   *
   * @param yaml a campaign file's text
   */
  record Start(String yaml) implements Action {}

  /** Begins no further iteration. */
  record Stop(String campaign) implements Action {}

  /** Goes on with one that has stopped or failed. */
  record Continue(String campaign) implements Action {}

  /**
   * Goes on with more to spend; one that runs ends its iterations under way first.
   *
   * @param iterations how many in all; empty for as many as before
   * @param usd dollars for models in all; empty for what it was
   * @param tokens of models in all; empty for what it was
   */
  record NewBudget(
      String campaign, OptionalInt iterations, Optional<BigDecimal> usd, OptionalLong tokens)
      implements Action {
    /** This one, changed by a later one of the same campaign. */
    public NewBudget with(NewBudget later) {
      return new NewBudget(
          campaign,
          later.iterations.isPresent() ? later.iterations : iterations,
          later.usd.or(() -> usd),
          later.tokens.isPresent() ? later.tokens : tokens);
    }
  }

  /** Ends the evaluation of an experiment, which fails as cancelled. */
  record Cancel(String campaign, String experiment) implements Action {
    /** What happens then. */
    public static final String ASKED =
        "What it has started is being ended; then it is among the failed, as cancelled.";
  }

  /** Deletes an experiment. */
  record Delete(String campaign, String experiment) implements Action {}

  /** Deletes all experiments that failed. */
  record DeleteFailed(String campaign) implements Action {}

  /** Evaluates the iteration of an experiment again. */
  record Rerun(String campaign, String experiment) implements Action {}
}
