package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.LimitsBuilder;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.java.JavaImage.Archive;
import dev.codecsmith.sandbox.jdk.CompilerServer;
import dev.codecsmith.sandbox.toolchain.Language;
import dev.codecsmith.sandbox.toolchain.ProgramFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of Java processes.
 *
 * @param language the file of the language
 */
record JavaCommands(Jdk jdk, Language language) {
  static final String CODEC_HOST = "dev.codecsmith.codec.host.CodecHost";
  static final String PROFILED_HOST = "dev.codecsmith.codec.host.ProfiledHost";

  /** Of the virtual machine's two compilers only the quick one. */
  static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

  /** The built program's file. */
  static final String PROGRAM_JAR = "program.jar";

  private static final String HOST_JAR = "/host.jar";
  private static final String COMPILER_JAR = "/compiler.jar";
  private static final String ARCHIVE = "/archive.aot";
  private static final String NEW_ARCHIVE_FOLDER = "/making";

  // What a virtual machine needs beside its heap: code, classes, threads, the collector's tables.
  private static final long BESIDE_HEAP_BYTES = 256 * Limits.MEBIBYTE;

  private static final Duration WITHOUT_END = Duration.ofDays(365);
  private static final int RELEASE = 25;

  // Of a virtual machine with -XX:+ExitOnOutOfMemoryError.
  private static final int EXIT_OUT_OF_MEMORY = 3;

  /** What a process does about its archive. */
  enum Start {
    /** It starts from the image's archive, if there is one. */
    FROM_ARCHIVE,
    /** It writes the archive when it ends. */
    MAKING_ARCHIVE
  }

  /** Half of a codec. */
  SandboxCommand codec(
      JavaImage image,
      Archive archive,
      Start start,
      String entry,
      List<Mount> mounts,
      List<String> contract,
      Limits limits) {
    boolean making = start == Start.MAKING_ARCHIVE;
    List<String> arguments = virtualMachine(image, archive, start, heapBytes(limits));
    arguments.add("-cp");
    arguments.add(
        making ? HOST_JAR : HOST_JAR + ":" + ProgramFiles.PROGRAM_INSIDE + "/" + PROGRAM_JAR);
    arguments.add(CODEC_HOST);
    arguments.add(entry);
    arguments.addAll(contract);
    return command(image, archive, start, arguments, mounts, limits);
  }

  /** The compiler that stays. */
  SandboxCommand compiler(JavaImage image, Start start, Limits limits) {
    List<String> arguments = virtualMachine(image, Archive.COMPILE, start, heapBytes(limits));
    // It serves hundreds of short requests, for which the second compiler is never done in time.
    arguments.add(FIRST_COMPILER_ALONE);
    arguments.addAll(List.of("-cp", COMPILER_JAR, CompilerServer.class.getName()));
    arguments.addAll(language.build().command());
    if (Runtime.version().feature() != RELEASE) {
      arguments.addAll(List.of("--release", Integer.toString(RELEASE)));
    }
    arguments.addAll(List.of("-cp", HOST_JAR));
    Limits ofAllRequests =
        LimitsBuilder.builder()
            .cpuTime(WITHOUT_END)
            .wallTime(WITHOUT_END)
            .memoryBytes(limits.memoryBytes())
            .processes(limits.processes())
            .outputBytes(Long.MAX_VALUE >> 2)
            .fileBytes(limits.fileBytes())
            .temporaryBytes(limits.temporaryBytes())
            .openFiles(limits.openFiles())
            .build();
    SandboxCommand command =
        command(
            image,
            Archive.COMPILE,
            start,
            arguments,
            List.of(Mount.readOnly(image.compilerJar(), COMPILER_JAR)),
            ofAllRequests);
    return command.withOptions(command.options().withInput());
  }

  private List<String> virtualMachine(
      JavaImage image, Archive archive, Start start, long heapBytes) {
    List<String> arguments = new ArrayList<>();
    for (String word : language.run().command()) {
      arguments.add(word.replace("{heap}", Long.toString(heapBytes)));
    }
    switch (start) {
      case FROM_ARCHIVE -> {
        if (image.archive(archive).isPresent()) {
          arguments.add("-XX:AOTCache=" + ARCHIVE);
        }
      }
      case MAKING_ARCHIVE ->
          arguments.add("-XX:AOTCacheOutput=" + NEW_ARCHIVE_FOLDER + "/" + archive.fileName());
    }
    return arguments;
  }

  private SandboxCommand command(
      JavaImage image,
      Archive archive,
      Start start,
      List<String> arguments,
      List<Mount> more,
      Limits limits) {
    List<Mount> mounts = new ArrayList<>(jdk.mounts());
    mounts.add(Mount.readOnly(image.hostJar(), HOST_JAR));
    switch (start) {
      case FROM_ARCHIVE -> {
        Optional<Path> file = image.archive(archive);
        file.ifPresent(path -> mounts.add(Mount.readOnly(path, ARCHIVE)));
      }
      case MAKING_ARCHIVE ->
          mounts.add(Mount.writable(image.folderForMaking(), NEW_ARCHIVE_FOLDER));
    }
    mounts.addAll(more);
    RunOptions.HeapLimit heap = new RunOptions.HeapLimit(heapBytes(limits), EXIT_OUT_OF_MEMORY);
    return new SandboxCommand(
        arguments,
        mounts,
        language.run().environment(),
        "/tmp",
        limits,
        RunOptions.none().withHeap(heap).withExecutable(arguments.getFirst()));
  }

  private static long heapBytes(Limits limits) {
    return Math.max(limits.memoryBytes() / 2, limits.memoryBytes() - BESIDE_HEAP_BYTES);
  }
}
