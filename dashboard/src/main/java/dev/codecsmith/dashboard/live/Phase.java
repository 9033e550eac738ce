package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.ExperimentStatus;
import java.time.Instant;

/**
 * A phase of an experiment's evaluation.
 *
 * @param status its name; of the last the way in which it ended
 * @param entered when it began
 */
public record Phase(ExperimentStatus status, Instant entered) {}
