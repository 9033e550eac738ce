package dev.codecsmith.lab.frames;

import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import java.io.IOException;

/** Where programs are built and run on this machine; looked for when the first one is. */
@FunctionalInterface
public interface ProgramsHere {
  /** A sandbox, and the languages known in it. */
  record Place(Sandbox sandbox, Toolchains toolchains) {}

  /**
   * Finds it.
   *
   * @throws IOException with a sentence if programs cannot be run here
   */
  Place find() throws IOException;
}
