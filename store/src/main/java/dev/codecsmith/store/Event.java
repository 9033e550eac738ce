package dev.codecsmith.store;

import java.time.Instant;

/**
 * One line of the append-only log.
 *
 * @param sequence rising from 1 without a gap in commit order; 0 before it is appended
 * @param time when
 * @param campaignId the campaign
 * @param experimentId the experiment, or empty
 * @param type such as {@code experiment.building}
 * @param detailJson a JSON object
 */
public record Event(
    long sequence,
    Instant time,
    String campaignId,
    String experimentId,
    String type,
    String detailJson) {}
