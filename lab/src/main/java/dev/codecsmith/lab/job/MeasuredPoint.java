package dev.codecsmith.lab.job;

import dev.codecsmith.store.RatePoint;

/**
 * A rate point with all that decides it but the program.
 *
 * @param clipSha256 the clip's hash
 * @param frames the clip's frames
 * @param conditions a hash over limits, devices, toolchain, sandbox and processor; a point of other
 *     conditions is another point
 * @param point what was measured
 */
public record MeasuredPoint(String clipSha256, int frames, String conditions, RatePoint point) {}
