package dev.codecsmith.dashboard.live;

import dev.codecsmith.evolve.models.budget.Budget;
import java.io.IOException;

/** What campaigns may spend. */
@FunctionalInterface
public interface CampaignBudgets {
  /** What a campaign's models may take; without limits where nobody can say. */
  Budget of(String campaignId) throws IOException;
}
