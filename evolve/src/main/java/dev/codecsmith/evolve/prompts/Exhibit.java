package dev.codecsmith.evolve.prompts;

import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;

/**
 * A program with its evaluation.
 *
 * @param program its sources
 * @param record its experiment
 */
public record Exhibit(Program program, ExperimentRecord record) {}
