package dev.codecsmith.lab;

import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunOutcome.OutOfTime.Clock;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.toolchain.BuildResult.CompileError;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.Locale;
import java.util.Optional;

/** Unwinds an evaluation that ends with the program's own fault. */
public final class CandidateFault extends Exception {
  private static final long serialVersionUID = 1L;

  /** The 64 KiB that a run keeps of its standard error, and room for what is said of them. */
  private static final int LONGEST_MESSAGE = 72 * 1024;

  private final transient Failure failure;
  private final transient Optional<RunOutcome> outcome;

  public CandidateFault(FailureKind kind, ExperimentStatus phase, String message) {
    this(kind, phase, message, Optional.empty());
  }

  private CandidateFault(
      FailureKind kind, ExperimentStatus phase, String message, Optional<RunOutcome> outcome) {
    super(message);
    // What a hostile program wrote must neither steer a terminal nor fill the store.
    this.failure = new Failure(kind, phase, PlainText.passage(message, LONGEST_MESSAGE));
    this.outcome = outcome;
  }

  public Failure failure() {
    return failure;
  }

  /** Whether the fault is that a run met its limit on CPU time. */
  public boolean isOutOfCpuTime() {
    return outcome
        .filter(ended -> ended instanceof RunOutcome.OutOfTime time && time.clock() == Clock.CPU)
        .isPresent();
  }

  public static CandidateFault build(CompileError error) {
    FailureKind kind =
        switch (error.run().outcome()) {
          case RunOutcome.OutOfTime _ -> FailureKind.OUT_OF_TIME;
          case RunOutcome.OutOfMemory _ -> FailureKind.OUT_OF_MEMORY;
          default -> FailureKind.COMPILE_ERROR;
        };
    return new CandidateFault(kind, ExperimentStatus.BUILDING, error.message());
  }

  /**
   * The fault of a run that did not finish, in words from which the program can be repaired.
   *
   * @param what such as {@code encode of carphone at QUALITY 40}
   */
  public static CandidateFault run(ExperimentStatus phase, String what, RunResult result) {
    return switch (result.outcome()) {
      case RunOutcome.Finished _ ->
          throw new IllegalArgumentException("A finished run is no fault: " + what);
      case RunOutcome.Crashed crashed ->
          fault(
              FailureKind.CRASHED,
              phase,
              what
                  + " crashed "
                  + crashed
                      .signal()
                      .map(signal -> "with " + signal)
                      .orElse("with exit code " + crashed.exitCode()),
              result);
      case RunOutcome.OutOfTime time ->
          fault(
              FailureKind.OUT_OF_TIME,
              phase,
              String.format(
                  Locale.ROOT,
                  "%s was stopped at its limit of %.1f s of %s time (used %.1f s CPU, %.1f s wall)",
                  what,
                  time.limit().toMillis() / 1e3,
                  time.clock() == RunOutcome.OutOfTime.Clock.CPU ? "CPU" : "wall-clock",
                  result.cpuTime().toMillis() / 1e3,
                  result.wallTime().toMillis() / 1e3),
              result);
      case RunOutcome.OutOfMemory memory ->
          fault(
              FailureKind.OUT_OF_MEMORY,
              phase,
              what + " needed more than its limit of " + mebibytes(memory.limitBytes()),
              result);
      case RunOutcome.TooMuchOutput output ->
          fault(
              FailureKind.TOO_MUCH_OUTPUT,
              phase,
              what
                  + " wrote more than "
                  + output.limitBytes()
                  + " bytes to standard output, the most allowed",
              result);
      case RunOutcome.Forbidden forbidden ->
          fault(
              FailureKind.FORBIDDEN,
              phase,
              what + " tried what no codec needs: " + forbidden.what(),
              result);
      case RunOutcome.Stopped _ ->
          throw new IllegalArgumentException("A stopped run is no fault of the program: " + what);
    };
  }

  private static CandidateFault fault(
      FailureKind kind, ExperimentStatus phase, String sentence, RunResult result) {
    // A report of bits would crowd out the error, here and in a prompt.
    String standardError = StandardErrorReport.of(result.standardError()).rest().strip();
    return new CandidateFault(
        kind,
        phase,
        sentence
            + ".\n"
            + result.limitsInForce()
            + (standardError.isEmpty()
                ? "\nIt wrote nothing to standard error."
                : "\nIts standard error:\n" + standardError),
        Optional.of(result.outcome()));
  }

  private static String mebibytes(long bytes) {
    return bytes / Limits.MEBIBYTE + " MiB of memory";
  }
}
