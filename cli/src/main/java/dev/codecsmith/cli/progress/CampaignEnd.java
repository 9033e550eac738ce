package dev.codecsmith.cli.progress;

import dev.codecsmith.evolve.models.budget.Spending;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What a run knows beside its experiments: what the model took, and why it ended early. */
public final class CampaignEnd {
  private final Optional<Supplier<Spending>> spending;
  private volatile String reason = "";

  /**
   * @param spending what all model calls took up to now; empty where no model is asked
   */
  public CampaignEnd(Optional<Supplier<Spending>> spending) {
    this.spending = spending;
  }

  /** The end of work that asks no model. */
  static CampaignEnd nothing() {
    return new CampaignEnd(Optional.empty());
  }

  /** What all model calls of the campaign took so far; empty where no model is asked. */
  public Optional<Spending> spending() {
    return spending.map(Supplier::get);
  }

  /** Such as {@code (12 model calls, 45,678 tokens, $0.1234)}; empty where no model is asked. */
  String suffix() {
    return spending().map(spent -> "  (" + text(spent) + ")").orElse("");
  }

  void stopped(String sentence) {
    reason = sentence;
  }

  /** Why the campaign ended before its last iteration; empty if it did not. */
  public Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }

  /** Such as {@code 12 model calls, 45,678 tokens, $0.1234}. */
  public static String text(Spending spent) {
    String tokens =
        spent.calls() > 0 && spent.callsOfUnknownTokens() == spent.calls()
            ? "tokens unknown"
            : String.format(Locale.ROOT, "%,d tokens", spent.tokens())
                + (spent.callsOfUnknownTokens() > 0
                    ? " and " + spent.callsOfUnknownTokens() + " calls of unknown tokens"
                    : "");
    String dollars =
        spent.callsOfUnknownCost() == spent.calls()
            ? "cost unknown"
            : "$"
                + spent.knownUsd().setScale(4, RoundingMode.HALF_UP).toPlainString()
                + (spent.callsOfUnknownCost() > 0
                    ? " and " + spent.callsOfUnknownCost() + " calls of unknown cost"
                    : "");
    return String.format(
        Locale.ROOT,
        "%d model %s, %s, %s",
        spent.calls(),
        spent.calls() == 1 ? "call" : "calls",
        tokens,
        spent.calls() == 0 ? "$0.0000" : dollars);
  }
}
