package dev.codecsmith.dashboard.live;

import java.time.Instant;

/**
 * An experiment that ended with a score.
 *
 * @param ended when
 * @param score BD-rate against the main anchor in percent, lower is better
 */
public record Scored(String id, int iteration, Instant ended, double score) {}
