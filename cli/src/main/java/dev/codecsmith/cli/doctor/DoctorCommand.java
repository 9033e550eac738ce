package dev.codecsmith.cli.doctor;

import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.LanguageCheck;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
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
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_FREE_BYTES = 1L << 30;

  private static final String HOW_TO_HOLD =
      "to have all of it held: run as root, or as a user with systemd by `systemd-run --user --scope"
          + " codecsmith …`";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  private boolean healthy = true;

  /** One thing to try; its answer is what was found. */
  private interface Check {
    String run() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws InterruptedException {
    check("jdk", () -> "Java " + Runtime.version() + " in " + System.getProperty("java.home"));
    check("disk", this::disk);
    try (DoctorScratch scratch = scratch()) {
      check("names", scratch::tryAName);
      programs(scratch.folder());
    } catch (IOException e) {
      fault("names", e);
    }
    check("ffmpeg", () -> "ffmpeg " + Ffmpeg.bundled().version() + " (bundled)");
    check("store", this::store);
    note("model keys", modelKeys());
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        healthy
            ? "All well: " + NextCommand.of("run", data)
            : "Mend what is marked, then try again.");
    out.flush();
    return healthy ? 0 : 1;
  }

  /** What can be tried is tried, whatever the disk check has said of the data folder. */
  private DoctorScratch scratch() throws IOException {
    try {
      return DoctorScratch.on(data.directory());
    } catch (IOException e) {
      return DoctorScratch.elsewhere();
    }
  }

  /** The sandbox, what it holds and what not, and a program of each language that is there. */
  private void programs(Path scratch) throws InterruptedException {
    Bubblewrap sandbox;
    try {
      sandbox = Bubblewrap.detect();
    } catch (IOException e) {
      fault("sandbox", e);
      return;
    }
    print("ok", "sandbox", sandbox.description());
    sandbox.enforcedBy().forEach(line -> print("", "", "  " + line));
    if (sandbox.enforcedBy().stream().anyMatch(line -> line.startsWith("not held"))) {
      print("", "", "  " + HOW_TO_HOLD);
    }
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      for (String language : Toolchains.languages()) {
        if (!language.equals("java") && isMissing(toolchains, language)) {
          continue;
        }
        check(language, () -> tried(sandbox, toolchains, language, scratch));
      }
    } catch (IOException e) {
      fault("java", e);
    }
  }

  private static String tried(
      Bubblewrap sandbox, Toolchains toolchains, String language, Path scratch)
      throws IOException, InterruptedException {
    RunResult _ = LanguageCheck.of(sandbox, toolchains, language, scratch);
    return "a program was built and run; " + toolchains.of(language).version();
  }

  /** A campaign may do without a language: that its tool is missing is no fault. */
  private boolean isMissing(Toolchains toolchains, String language) {
    try {
      toolchains.of(language);
      return false;
    } catch (IOException e) {
      note(language, Sentences.of(e));
      return true;
    }
  }

  private String disk() throws IOException {
    Path existing = DoctorScratch.nearest(data.directory());
    try (DoctorScratch scratch = DoctorScratch.on(data.directory())) {
      scratch.fill();
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    String found =
        String.format(Locale.ROOT, "%.1f GiB free for %s", free / 1073741824.0, data.directory());
    if (free < LEAST_FREE_BYTES) {
      throw new IOException(found + "; a campaign wants at least 1 GiB. Free some, or use --data.");
    }
    return found;
  }

  private String store() throws IOException {
    if (Files.exists(data.directory()) && !Files.isDirectory(data.directory())) {
      throw new IOException("No store can be made in " + data.directory() + ", which is a file.");
    }
    if (data.name().isEmpty() && !Files.exists(data.directory().resolve("store.sqlite"))) {
      return "the first run makes one in " + data.directory();
    }
    try (DataDirectory opened = data.read()) {
      AtomicInteger campaigns = new AtomicInteger();
      opened.experiments().forEachCampaign(_ -> campaigns.incrementAndGet());
      return campaigns + " campaigns in " + opened.store().orElse(opened.path().toString());
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
      fault(name, e);
    }
  }

  private void fault(String name, IOException fault) {
    healthy = false;
    print("FAULT", name, Sentences.of(fault));
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
