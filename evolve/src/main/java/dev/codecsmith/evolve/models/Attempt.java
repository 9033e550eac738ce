package dev.codecsmith.evolve.models;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * One try within a call. A call has one or more; all but the last ended in a fault.
 *
 * @param number counted from 1
 * @param latency from sending to the end of the reply or the fault
 * @param fault what went wrong, one sentence; empty for the try that brought the reply
 * @param usage tokens the server reported for this try, also when it then failed; empty when it
 *     reported none
 * @param costUsd dollars those tokens cost; empty when tokens or price are unknown
 * @param waited the pause after this try before the next one, zero after the last
 */
public record Attempt(
    int number,
    Duration latency,
    Optional<String> fault,
    Optional<TokenUsage> usage,
    Optional<BigDecimal> costUsd,
    Duration waited) {}
