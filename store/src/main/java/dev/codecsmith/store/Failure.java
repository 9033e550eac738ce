package dev.codecsmith.store;

/**
 * A candidate's fault.
 *
 * @param kind what kind of fault
 * @param phase the phase it ended in
 * @param message the full text, worded so that a model or a person can repair the program
 */
public record Failure(FailureKind kind, ExperimentStatus phase, String message) {}
