/**
 * The search: a campaign asks proposers for candidates, has them evaluated and shows the results to
 * the next proposal. Entry: {@link dev.codecsmith.evolve.campaign.CampaignLoop}.
 */
@NullMarked
package dev.codecsmith.evolve;

import org.jspecify.annotations.NullMarked;
