package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.sandbox.InfrastructureException;

/**
 * Tells what every prompt of a campaign says. It is asked for when the first proposal is due, as
 * the anchors' figures are known only then, and says the same each time.
 */
@FunctionalInterface
public interface Briefing {

  CampaignBrief brief() throws InfrastructureException, InterruptedException;
}
