package dev.codecsmith.service.process;

import java.nio.file.Path;
import java.util.Optional;

/** What processes of tests tell of themselves. */
public final class Abouts {
  private Abouts() {}

  /** A process whose log, if it has one, is {@code process.log} in its folder. */
  public static ProcessAbout in(Path folder) {
    return new ProcessAbout(
        "1.2.3",
        folder,
        "memory",
        new ProcessLog(folder.resolve("process.log"), Optional::empty, Optional.empty()));
  }
}
