package dev.codecsmith.service.alerts.rules;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the models of a campaign may take.
 *
 * @param usd dollars; empty for any
 * @param tokens prompts and replies together; empty for any
 */
public record CampaignBudget(Optional<BigDecimal> usd, OptionalLong tokens) {
  public static final CampaignBudget UNLIMITED =
      new CampaignBudget(Optional.empty(), OptionalLong.empty());
}
