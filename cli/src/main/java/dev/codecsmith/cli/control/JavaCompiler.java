package dev.codecsmith.cli.control;

import dev.codecsmith.lab.packaging.CodecPackage;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.nio.file.Path;

/** Compiles programs in Java that are packaged; only for this is a sandbox needed, and opened. */
public final class JavaCompiler implements CodecPackage.JavaBuild {
  private final Opening sandbox;

  /** Where programs are compiled. */
  @FunctionalInterface
  public interface Opening {
    Sandbox open() throws IOException;
  }

  public JavaCompiler(Opening sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public BuildResult of(Program program, Path folder) throws IOException, InterruptedException {
    try (Toolchains toolchains = Toolchains.in(sandbox.open(), CacheFolder.ofTheUser())) {
      return toolchains.of(program.language()).build(program, folder);
    }
  }
}
