package dev.codecsmith.lab.steps;

/**
 * A curve that is known.
 *
 * @param worker who found it
 * @param artifact the artifact with the {@link dev.codecsmith.lab.job.ClipCurve}
 * @param measured whether it was measured for this job, and not known before
 */
public record StoredCurve(String worker, String artifact, boolean measured) {}
