package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.SandboxRun;

/** A harness of its own process, to be killed: starts a program that never ends. */
public final class KilledHarness {
  private KilledHarness() {}

  /**
   * Prints a line when the program runs.
   *
   * @param words the word that the program's processes are known by; {@code exit} to end orderly
   *     once it runs
   */
  public static void main(String[] words) throws Exception {
    String script = "(setsid sleep " + words[0] + " &); echo up; sleep " + words[0];
    SandboxRun run = Bubblewrap.detect().start(Sandboxes.shell(script, Sandboxes.limits()));
    run.standardOutput().read();
    System.out.println("up");
    if (words.length > 1 && words[1].equals("exit")) {
      System.exit(0);
    }
    run.await();
  }
}
