package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.posix.Child;
import dev.codecsmith.sandbox.seccomp.KernelLog;
import dev.codecsmith.sandbox.seccomp.Machine;
import java.util.Optional;

/**
 * Tells how a run ended by what the kernel says: signals, clocks, what a control group counted. No
 * exit code and no text, both of which are the program's to choose, can pass for a limit.
 *
 * @param limits those in force
 * @param heap what the language's runtime holds for us, if it does
 * @param filtered whose system calls were filtered, if they were
 * @param startNanos when it was started, by {@link System#nanoTime}
 */
record RunJudge(
    Limits limits,
    Optional<RunOptions.HeapLimit> heap,
    Optional<Machine> filtered,
    long startNanos) {
  private static final int SIGSYS = 31;

  /**
   * What was seen.
   *
   * @param stopped whether the harness wanted its end
   * @param tooMuchOutput whether it wrote more than its limit
   * @param outOfTime which clock passed its limit, if one did
   * @param outOfMemory whether the tree met its limit on memory
   * @param peakMemoryBytes as of the kernel
   * @param exitCode 128 plus the signal's number where a signal ended it
   * @param signal the number of the signal that ended it, or 0
   */
  record Facts(
      boolean stopped,
      boolean tooMuchOutput,
      Optional<RunOutcome.OutOfTime.Clock> outOfTime,
      boolean outOfMemory,
      long peakMemoryBytes,
      int exitCode,
      int signal) {}

  RunOutcome outcome(Facts facts) {
    if (facts.stopped) {
      return new RunOutcome.Stopped();
    }
    if (facts.tooMuchOutput) {
      return new RunOutcome.TooMuchOutput(limits.outputBytes());
    }
    if (facts.outOfTime.isPresent()) {
      return switch (facts.outOfTime.get()) {
        case CPU -> new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.CPU, limits.cpuTime());
        case WALL -> new RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock.WALL, limits.wallTime());
      };
    }
    if (facts.outOfMemory || isHeapFull(facts)) {
      return new RunOutcome.OutOfMemory(limits.memoryBytes());
    }
    if (filtered.isPresent() && facts.signal == SIGSYS) {
      // The filter keeps everybody else from sending it.
      return new RunOutcome.Forbidden(
          KernelLog.forbiddenCall(filtered.get(), startNanos)
              .map(name -> "the system call " + name)
              .orElse(
                  "a system call that no codec needs (mount, ptrace, bpf, keyctl, a new namespace"
                      + " and the like)"));
    }
    return facts.exitCode == 0
        ? new RunOutcome.Finished()
        : new RunOutcome.Crashed(facts.exitCode, Child.signalName(facts.signal));
  }

  /** The runtime says that its heap is full, and the kernel that it was. */
  private boolean isHeapFull(Facts facts) {
    return heap.isPresent()
        && facts.signal == 0
        && facts.exitCode == heap.get().exitCode()
        && facts.peakMemoryBytes >= heap.get().bytes() / 4 * 3;
  }
}
