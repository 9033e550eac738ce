package dev.codecsmith.codec.host;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles a program and runs it under the host in a real process, as the lab does. */
record HostProcess(Path directory) {

  /**
   * @param latin1 standard output, each byte a character
   */
  record Result(int exit, String latin1, String err) {
    byte[] out() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Compiles {@code source} as the file {@code entry}. */
  static HostProcess compile(Path directory, String entry, String source) throws IOException {
    Path file = directory.resolve(entry.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-Xlint:all",
                    "-Werror",
                    "-proc:none",
                    "-cp",
                    apiClasses(),
                    "-d",
                    directory.toString()),
                null,
                compiler
                    .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                    .getJavaFileObjects(file))
            .call();
    if (!compiled) {
      throw new AssertionError("The program does not compile:\n" + messages);
    }
    return new HostProcess(directory);
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  Result run(List<String> jvm, String... arguments) throws IOException, InterruptedException {
    return run(CodecHost.class, jvm, arguments);
  }

  Result run(Class<?> host, List<String> jvm, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", apiClasses() + ":" + directory, host.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The host did not end: " + command);
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.ISO_8859_1),
        Files.readString(err));
  }

  private static String apiClasses() {
    return Path.of(
            java.net.URI.create(
                CodecHost.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
