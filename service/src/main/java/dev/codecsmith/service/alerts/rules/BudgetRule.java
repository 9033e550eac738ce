package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.service.meters.ModelSpending;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A budget of which most is spent. It stays so until there is a greater one, or no more need. */
public final class BudgetRule implements Rule {
  private final String campaign;
  private final CampaignBudget budget;
  private final double share;
  private final ModelSpending spending = new ModelSpending();

  /**
   * @param share of the budget, 0 to 1, from which on it is told
   */
  public BudgetRule(String campaign, CampaignBudget budget, double share) {
    this.campaign = campaign;
    this.budget = budget;
    this.share = share;
  }

  @Override
  public List<Finding> on(Instant time, CampaignEvent event) {
    if (event instanceof CampaignFinished) {
      return List.of(new Ends(AlertKind.BUDGET, campaign, "The campaign is finished."));
    }
    spending.on(time, event);
    // Before the sum of earlier runs was told, what was spent is not known.
    return spending.isKnown() ? List.of(found()) : List.of();
  }

  private Finding found() {
    List<String> spent = new ArrayList<>();
    budget
        .usd()
        .filter(usd -> reaches(spending.usd(), usd))
        .ifPresent(
            usd -> spent.add("$%s of $%s".formatted(cents(spending.usd()), usd.toPlainString())));
    budget
        .tokens()
        .ifPresent(tokens -> {
          if (reaches(BigDecimal.valueOf(spending.tokens()), BigDecimal.valueOf(tokens))) {
            spent.add("%d of %d tokens".formatted(spending.tokens(), tokens));
          }
        });
    String percent = String.format(Locale.ROOT, "%.0f %%", share * 100);
    return spent.isEmpty()
        ? new Ends(AlertKind.BUDGET, campaign, "Less than " + percent + " of it is spent.")
        : new Begins(
            AlertKind.BUDGET,
            campaign,
            "Model calls took "
                + String.join(" and ", spent)
                + ", at least "
                + percent
                + ". When it is spent the campaign stops; the same command with a greater budget"
                + " goes on.");
  }

  private boolean reaches(BigDecimal spent, BigDecimal limit) {
    return spent.compareTo(limit.multiply(BigDecimal.valueOf(share))) >= 0;
  }

  private static String cents(BigDecimal usd) {
    return usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
