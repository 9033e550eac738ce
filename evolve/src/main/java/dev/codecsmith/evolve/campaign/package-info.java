/**
 * The campaign loop: propose, evaluate, learn, again. Entry: {@link
 * dev.codecsmith.evolve.campaign.CampaignLoop}.
 */
@NullMarked
package dev.codecsmith.evolve.campaign;

import org.jspecify.annotations.NullMarked;
