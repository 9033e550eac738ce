package dev.codecsmith.lab.job;

import dev.codecsmith.store.RatePoint;

/**
 * A rate point with all that decides it.
 *
 * @param programSha256 the program that was built and run, as whoever built it found it
 * @param clipSha256 the hash of the whole clip
 * @param frames how many of its first frames, which may be all
 * @param conditions a hash over limits, devices, toolchain, sandbox and the processor's model; a
 *     point of other conditions is another point
 * @param point what was measured
 */
public record MeasuredPoint(
    String programSha256, String clipSha256, int frames, String conditions, RatePoint point) {}
