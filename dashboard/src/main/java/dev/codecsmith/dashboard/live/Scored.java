package dev.codecsmith.dashboard.live;

import java.time.Instant;
import java.util.Optional;

/**
 * An experiment that ended with a score.
 *
 * @param parent the experiment that its program was made from first of all
 * @param ended when
 * @param score BD-rate against the main anchor in percent, lower is better
 */
public record Scored(
    String id, int iteration, Optional<String> parent, Instant ended, double score) {}
