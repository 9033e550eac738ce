package dev.codecsmith.sandbox.init;

import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.seccomp.Machine;
import java.util.List;
import java.util.Optional;

/** The program that is the first process of a sandbox. */
public final class InitProgram {
  private InitProgram() {}

  /** Its file, an executable without libraries. */
  public static byte[] bytes(Machine machine) {
    String file =
        switch (machine) {
          case X86_64 -> "init-x86_64";
          case AARCH64 -> "init-aarch64";
        };
    return ResourceFiles.bytes(InitProgram.class, file);
  }

  /**
   * Its arguments, the zeroth excepted, before those of the program.
   *
   * @param user user and group inside that the program becomes; empty to stay who it is
   * @param processes how many processes that user may have in all; empty where something else
   *     counts them
   * @param filter the number of the descriptor that holds the filter
   * @param status that of the pipe that {@link InitReport}s are written to
   * @param executed that of the pipe that is closed once the program has been executed
   */
  public static List<String> arguments(
      Optional<Integer> user, Optional<Long> processes, int filter, int status, int executed) {
    String id = user.map(Object::toString).orElse("-");
    return List.of(
        id,
        id,
        processes.map(Object::toString).orElse("-"),
        Integer.toString(filter),
        Integer.toString(status),
        Integer.toString(executed));
  }
}
