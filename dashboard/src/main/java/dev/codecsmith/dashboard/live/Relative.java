package dev.codecsmith.dashboard.live;

import java.util.List;
import java.util.Optional;

/**
 * A program among those that it came from and that came from it.
 *
 * @param parents the experiments that it was made from, the first of all first
 * @param score BD-rate against the main anchor in percent; empty as long as it has none
 * @param failed whether it never will have one
 */
public record Relative(
    String id,
    int iteration,
    String name,
    String proposer,
    List<String> parents,
    Optional<Double> score,
    boolean failed) {}
