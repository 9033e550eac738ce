package dev.codecsmith.lab.packaging;

import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.sandbox.java.RunnableJar;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramManifest;
import dev.codecsmith.sandbox.toolchain.BuildResult;
import dev.codecsmith.sandbox.toolchain.StandAlone;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes of an experiment a folder that runs without Codecsmith:
 *
 * <pre>
 * README.md      how it is used, what was measured, where it comes from, its licence
 * codec          ./codec encode SOURCE.y4m QUALITY > BITSTREAM, ./codec decode BITSTREAM > FRAMES.y4m
 * codec.jar      of a Java program: its classes and the host that runs them
 * build          of a compiled program: one line, which codec runs by itself at first
 * src/           the sources
 * program.json   the program's language, entry and name, and what may be edited
 * LICENSE        Codecsmith's
 * </pre>
 *
 * The folder appears as a whole or not at all.
 */
public final class CodecPackage {
  private static final String JAVA = "java";
  private static final String LICENSE = "LICENSE";

  private final ArtifactStore artifacts;
  private final JavaBuild compiler;

  /** Builds a program in Java. */
  @FunctionalInterface
  public interface JavaBuild {
    /**
     * Builds it.
     *
     * @param folder empty; what is built lies there until it is removed
     */
    BuildResult of(Program program, Path folder) throws IOException, InterruptedException;
  }

  /**
   * @param artifacts holds the program
   * @param compiler asked where the program is in Java; nothing of it is run
   */
  public CodecPackage(ArtifactStore artifacts, JavaBuild compiler) {
    this.artifacts = artifacts;
    this.compiler = compiler;
  }

  /**
   * Makes the folder.
   *
   * @param campaign the experiment's
   * @param folder is not there yet, or is empty
   * @throws IOException with a sentence if the folder holds something or cannot be written, the
   *     program is not stored, or does not compile
   */
  public void write(ExperimentRecord experiment, CampaignRecord campaign, Path folder)
      throws IOException, InterruptedException {
    Program program = program(experiment);
    Path place = folder.toAbsolutePath().normalize();
    requireEmpty(place);
    Path above = Optional.ofNullable(place.getParent()).orElse(place);
    Files.createDirectories(above);
    Path draft = Files.createTempDirectory(above, ".codec-");
    try {
      fill(draft, program, experiment, campaign);
      openToAll(draft);
      // An empty folder gives way, and one into which something came meanwhile does not.
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.remove(draft);
    }
  }

  private Program program(ExperimentRecord experiment) throws IOException {
    String artifact =
        Optional.ofNullable(experiment.candidate().artifacts().get(ProgramReference.ROLE))
            .orElseThrow(() -> new IOException(experiment.id() + " has no stored program."));
    Program program = ProgramReference.read(artifacts, artifact);
    if (!program.sha256().equals(experiment.candidate().programSha256())) {
      throw new IOException(
          "The stored program of "
              + experiment.id()
              + " is not the one that was evaluated: its hash is another.");
    }
    if (program.fault().isPresent()) {
      throw new IOException(experiment.id() + " cannot be packaged. " + program.fault().get());
    }
    return program;
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is no folder; name one that is new or empty.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IOException(folder + " is not empty; name a folder that is new or empty.");
      }
    }
  }

  private void fill(
      Path draft, Program program, ExperimentRecord experiment, CampaignRecord campaign)
      throws IOException, InterruptedException {
    StandAlone alone = standAlone(program, experiment);
    for (Map.Entry<String, String> source : program.files().entrySet()) {
      Path file = draft.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.resolve("..").normalize());
      Files.writeString(file, source.getValue());
    }
    Files.writeString(
        draft.resolve(ProgramManifest.FILE_NAME),
        ProgramManifest.of(program, Optional.of(experiment.candidate().name())).toJson());
    if (program.language().equals(JAVA)) {
      Files.write(draft.resolve("codec.jar"), jar(program, experiment));
    }
    if (!alone.build().isEmpty()) {
      Files.writeString(draft.resolve("build"), CodecScripts.build(alone));
    }
    Files.writeString(draft.resolve("codec"), CodecScripts.codec(alone));
    Files.writeString(draft.resolve("README.md"), PackageReadme.of(experiment, campaign, alone));
    Files.write(draft.resolve(LICENSE), ResourceFiles.bytes(CodecPackage.class, LICENSE));
  }

  private static StandAlone standAlone(Program program, ExperimentRecord experiment)
      throws IOException {
    try {
      return StandAlone.of(program);
    } catch (IllegalArgumentException e) {
      throw new IOException(experiment.id() + " cannot be packaged. " + e.getMessage(), e);
    }
  }

  private byte[] jar(Program program, ExperimentRecord experiment)
      throws IOException, InterruptedException {
    Path scratch = TemporaryFolders.create("package");
    try {
      return switch (compiler.of(program, scratch)) {
        case BuildResult.Built built -> RunnableJar.of(built.program());
        case BuildResult.CompileError error ->
            throw new IOException(
                experiment.id() + " cannot be packaged: it does not compile.\n" + error.message());
      };
    } finally {
      Folders.remove(scratch);
    }
  }

  /** Whoever gets the folder may read it, and run what is to be run. */
  private static void openToAll(Path draft) throws IOException {
    try (Stream<Path> all = Files.walk(draft)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        String name = String.valueOf(draft.relativize(each));
        boolean runs = Files.isDirectory(each) || name.equals("codec") || name.equals("build");
        Files.setPosixFilePermissions(
            each, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
