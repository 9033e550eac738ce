package dev.codecsmith.lab;

import dev.codecsmith.sandbox.Program;

/**
 * What to evaluate and how.
 *
 * @param experimentId names the scratch folder and the log lines
 * @param program the program
 * @param settings clips, qualities, anchors and limits
 */
public record EvaluationRequest(
    String experimentId, Program program, EvaluationSettings settings) {}
