package dev.codecsmith.cli;

import dev.codecsmith.evolve.models.Spending;
import java.util.Optional;

/** What a run knows beside its experiments: what the model took, and why it ended early. */
final class CampaignEnd {
  private final Optional<CampaignModel> model;
  private volatile String reason = "";

  CampaignEnd(Optional<CampaignModel> model) {
    this.model = model;
  }

  /** The end of work that asks no model. */
  static CampaignEnd nothing() {
    return new CampaignEnd(Optional.empty());
  }

  /** What all model calls of the campaign took so far; empty where no model is asked. */
  Optional<Spending> spending() {
    return model.map(CampaignModel::spending);
  }

  /** Such as {@code (12 model calls, 45,678 tokens, $0.1234)}; empty where no model is asked. */
  String suffix() {
    return spending().map(spent -> "  (" + CampaignModel.text(spent) + ")").orElse("");
  }

  void stopped(String sentence) {
    reason = sentence;
  }

  /** Why the campaign ended before its last iteration; empty if it did not. */
  Optional<String> reason() {
    return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
  }
}
