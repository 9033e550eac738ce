package dev.codecsmith.lab.profile;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import java.nio.file.Path;

/** A toolchain whose halves tell where their time goes, where its language knows how. */
record ProfilingToolchain(Toolchain plain) implements Toolchain {
  @Override
  public String language() {
    return plain.language();
  }

  @Override
  public BuildResult build(Program program, Path directory)
      throws InfrastructureException, InterruptedException {
    return plain.build(program, directory);
  }

  @Override
  public SandboxCommand encode(BuiltProgram program, Path source, int quality, Limits limits) {
    return telling(plain.encode(program, source, quality, limits));
  }

  @Override
  public SandboxCommand decode(BuiltProgram program, Path bitstream, Limits limits) {
    return telling(plain.decode(program, bitstream, limits));
  }

  private SandboxCommand telling(SandboxCommand half) {
    return plain.profiled(half).orElse(half);
  }
}
