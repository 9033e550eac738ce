package dev.codecsmith.store;

import java.time.Instant;

/**
 * What never changes of an experiment.
 *
 * @param id {@code exp_iter{N}_…}
 * @param campaignId the campaign it belongs to
 * @param iteration N, from 1
 * @param created when it was queued
 */
public record ExperimentIdentity(String id, String campaignId, int iteration, Instant created) {}
