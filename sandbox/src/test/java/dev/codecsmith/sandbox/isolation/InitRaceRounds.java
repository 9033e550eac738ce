package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one hostile program again and again beside busy loops; its own process, see its test. */
public final class InitRaceRounds {
  private static final int BUSY_LOOPS = 4;

  private InitRaceRounds() {}

  /**
   * Prints one line a round: how the program ended and what it said.
   *
   * @param arguments a scratch folder and the number of rounds
   */
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < BUSY_LOOPS; i++) {
      Thread.ofPlatform().daemon().start(InitRaceRounds::spin);
    }
    Program program =
        HostileProgram.all().stream()
            .filter(each -> each.name().equals("init-race.c"))
            .findFirst()
            .orElseThrow()
            .program();
    Sandbox sandbox = Bubblewrap.detect();
    Path folder = Path.of(arguments[0]);
    Path bitstream = Files.writeString(folder.resolve("bitstream"), "x");
    try (Toolchains toolchains = Toolchains.in(sandbox, Sandboxes.cache())) {
      Toolchain c = toolchains.of("c");
      BuildResult built = c.build(program, Files.createDirectory(folder.resolve("built")));
      for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
        SandboxCommand decode =
            c.decode(((BuildResult.Built) built).program(), bitstream, Sandboxes.limits());
        RunResult result = Sandboxes.run(sandbox, decode).result();
        System.out.println(result.outcome() + " " + result.standardError().strip());
      }
    }
  }

  @SuppressWarnings("InfiniteLoopStatement") // what it is for; the process ends it
  private static void spin() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
