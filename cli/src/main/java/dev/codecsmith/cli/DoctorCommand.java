package dev.codecsmith.cli;

import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.sandbox.Bubblewrap;
import dev.codecsmith.sandbox.BuildResult;
import dev.codecsmith.sandbox.Folders;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Program;
import dev.codecsmith.sandbox.Toolchains;
import dev.codecsmith.store.DataDirectory;
import dev.codecsmith.video.Ffmpeg;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code codecsmith doctor}: tries everything that a campaign needs and says what to do. */
@Command(
    name = "doctor",
    description = {
      "Checks JDK, sandbox, toolchain, ffmpeg, disk, store and model keys, and says what to do about"
          + " each fault.",
      "The exit code is 1 if a campaign cannot run."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_FREE_BYTES = 1L << 30;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  private boolean healthy = true;

  /** One thing to try; its answer is what was found. */
  private interface Check {
    String run() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws InterruptedException {
    check("jdk", () -> "Java " + Runtime.version() + " in " + System.getProperty("java.home"));
    check("sandbox", () -> Bubblewrap.detect().description());
    check("java", DoctorCommand::buildAProgram);
    for (String language : Toolchains.languages()) {
      if (!language.equals("java")) {
        option(language);
      }
    }
    check("ffmpeg", () -> "ffmpeg " + Ffmpeg.bundled().version() + " (bundled)");
    check("disk", this::disk);
    check("store", this::store);
    note("model keys", modelKeys());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        healthy
            ? "All well: " + Hint.of("run", data.directory())
            : "Mend what is marked, then try again.");
    out.flush();
    return healthy ? 0 : 1;
  }

  private static String buildAProgram() throws IOException, InterruptedException {
    ShippedProgram shipped = ShippedPrograms.all().getFirst();
    Path folder = Files.createTempDirectory("codecsmith-doctor");
    try (Toolchains toolchains = Toolchains.in(Bubblewrap.detect())) {
      BuildResult result =
          toolchains
              .of("java")
              .build(Program.of(shipped.language(), shipped.entry(), shipped.files()), folder);
      return switch (result) {
        case BuildResult.Built built ->
            "built '"
                + shipped.name()
                + "' in a sandbox, limits held by "
                + String.join(", ", built.run().enforcedBy());
        case BuildResult.CompileError error ->
            throw new InfrastructureException(
                "The program '"
                    + shipped.name()
                    + "' that ships does not build: "
                    + error.message());
      };
    } finally {
      Folders.remove(folder);
    }
  }

  private String disk() throws IOException {
    Path existing = data.directory();
    if (Files.exists(existing) && !Files.isDirectory(existing)) {
      throw new IOException(existing + " is a file, not a folder. Choose a folder with --data.");
    }
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    String found =
        String.format(Locale.ROOT, "%.1f GiB free for %s", free / 1073741824.0, data.directory());
    if (free < LEAST_FREE_BYTES) {
      throw new IOException(found + "; a campaign wants at least 1 GiB. Free some, or use --data.");
    }
    if (!Files.isWritable(existing)) {
      throw new IOException("No permission to write in " + existing + ". Use --data.");
    }
    return found;
  }

  private String store() throws IOException {
    if (Files.exists(data.directory()) && !Files.isDirectory(data.directory())) {
      throw new IOException("No store can be made in " + data.directory() + ", which is a file.");
    }
    if (!Files.exists(data.directory().resolve("store.sqlite"))) {
      return "the first run makes one in " + data.directory();
    }
    try (DataDirectory opened = data.read()) {
      return opened.experiments().campaigns().size() + " campaigns in " + data.directory();
    }
  }

  private static String modelKeys() {
    List<String> found =
        Stream.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY")
            .filter(name -> !System.getenv().getOrDefault(name, "").isBlank())
            .toList();
    return found.isEmpty()
        ? "none set; the proposers library and tuner need none"
        : "set: " + String.join(", ", found);
  }

  private void check(String name, Check check) throws InterruptedException {
    try {
      print("ok", name, check.run());
    } catch (IOException e) {
      healthy = false;
      print("FAULT", name, Sentences.of(e));
    }
  }

  /** A language that a campaign may do without. */
  private void option(String language) {
    try (Toolchains toolchains = Toolchains.in(Bubblewrap.detect())) {
      print("ok", language, toolchains.of(language).language() + " programs can be built");
    } catch (IOException e) {
      print("-", language, Sentences.of(e));
    }
  }

  private void note(String name, String text) {
    print("-", name, text);
  }

  private void print(String mark, String name, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-6s %-11s %s%n", mark, name, text);
    out.flush();
  }
}
