package dev.codecsmith.store.events;

import java.time.Instant;

/**
 * An event as it stands in a log.
 *
 * @param campaignId the campaign
 * @param number rising from 1 without a gap in the campaign
 * @param time when it happened
 * @param event what happened
 */
public record StoredEvent(String campaignId, long number, Instant time, CampaignEvent event) {}
