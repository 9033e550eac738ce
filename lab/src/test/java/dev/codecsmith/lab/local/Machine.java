package dev.codecsmith.lab.local;

import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * This machine's sandbox and toolchains: one for all tests of a process, as a campaign has them, so
 * that the compiler of Java programs is started and warmed up once. They end with the process.
 */
public final class Machine {
  private static Optional<Machine> machine = Optional.empty();

  private final Sandbox sandbox;
  private final Toolchains toolchains;

  private Machine() throws IOException {
    sandbox = Bubblewrap.detect();
    toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser());
  }

  public static synchronized Machine get() throws IOException {
    if (machine.isEmpty()) {
      machine = Optional.of(new Machine());
    }
    return machine.get();
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public Toolchains toolchains() {
    return toolchains;
  }
}
