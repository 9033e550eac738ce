package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.measure.ClipMeasurement;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.WrongVideo;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.LimitsBuilder;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.RunOptions;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.sandbox.run.LimitShell;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Codes clips with the commands of {@link CommandAnchor}s, in the sandbox: the encoder sees the
 * clip and the anchor's files, the decoder in another one the bitstream and these files, both the
 * system's programs and libraries, read-only, and no network. What they write as a file lies in the
 * run's own /tmp and is read from there as a stream, so that a video never touches the disk here.
 */
public final class CommandCodec {
  private static final String CLIP = "/in/source.y4m";
  private static final String BITSTREAM = "/in/bitstream";
  private static final String FILES = "/anchor";
  private static final String ENCODED = "/tmp/bitstream.bin";
  private static final String DECODED = "/tmp/output.y4m";

  private static final String SEND_FILE =
      "file=$1; shift; \"$@\" >&2 || exit; [ -f \"$file\" ] || { echo \"it wrote no file\" >&2; exit 1;"
          + " }; exec cat \"$file\"";

  private static final Limits LIMITS =
      LimitsBuilder.builder(
              Limits.defaults()
                  .withTime(Duration.ofHours(1), Duration.ofHours(2))
                  .withMemoryBytes(4096 * Limits.MEBIBYTE))
          .fileBytes(2048 * Limits.MEBIBYTE)
          .temporaryBytes(2048 * Limits.MEBIBYTE)
          .build();

  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/tmp", "LANG", "C.UTF-8");

  private final Sandbox sandbox;
  private final ArtifactStore artifacts;

  /**
   * @param sandbox where the commands run
   * @param artifacts where the anchors' files are
   */
  public CommandCodec(Sandbox sandbox, ArtifactStore artifacts) {
    this.sandbox = sandbox;
    this.artifacts = artifacts;
  }

  /** An anchor's files, laid out. */
  Path unpack(CommandAnchor anchor, WorkFolder folder) throws InfrastructureException {
    Path root = folder.newFolder();
    try {
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (Map.Entry<String, CommandFile> each : anchor.files().entrySet()) {
        Path file = root.resolve(each.getKey());
        makeFolders(root, root.relativize(file).getParent());
        artifacts.copyTo(each.getValue().sha256(), file);
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(
                each.getValue().executable() ? "r-xr-xr-x" : "r--r--r--"));
      }
      return root;
    } catch (IOException e) {
      throw new InfrastructureException(
          "The files of the anchor " + anchor.name() + " cannot be laid out: " + e.getMessage(), e);
    }
  }

  private static void makeFolders(Path root, @Nullable Path below) throws IOException {
    Path at = root;
    if (below != null) {
      for (Path part : below) {
        at = at.resolve(part);
        if (!Files.isDirectory(at)) {
          Files.createDirectory(at);
          Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  /**
   * Codes and measures.
   *
   * @param files {@link #unpack}
   * @param tap sees the decoded frames; whoever opened it closes it
   * @param more what is measured beside what every rate point has
   */
  AnchorCodec.Coded code(
      CommandAnchor anchor,
      int value,
      Clip clip,
      Path files,
      WorkFolder folder,
      FrameTap tap,
      Set<Metric> more)
      throws InfrastructureException, InterruptedException {
    String what = "The anchor " + anchor.name() + " at quality " + value + " on " + clip.name();
    Path bitstream = folder.newFile();
    try {
      RunResult encode = encode(what, anchor, value, clip, files, bitstream);
      long bytes = Files.size(bitstream);
      if (bytes == 0) {
        throw InfrastructureException.lasting(
            what + ": its encode command wrote an empty bitstream." + said(encode));
      }
      return decode(what, anchor, clip, files, bitstream, tap, more)
          .coded(value, bytes, clip, encode);
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(what + " could not be measured: " + e.getMessage(), e);
    }
  }

  private RunResult encode(
      String what, CommandAnchor anchor, int value, Clip clip, Path files, Path bitstream)
      throws IOException, InterruptedException {
    List<String> words =
        CommandWords.filled(
            anchor.encode(),
            Map.of(
                CommandWords.INPUT,
                CLIP,
                CommandWords.QUALITY,
                Integer.toString(value),
                CommandWords.BITSTREAM,
                ENCODED,
                CommandWords.FILES,
                FILES));
    Optional<String> file =
        CommandWords.uses(anchor.encode(), CommandWords.BITSTREAM)
            ? Optional.of(ENCODED)
            : Optional.empty();
    try (SandboxRun run = start(words, file, Mount.readOnly(clip.y4m(), CLIP), files);
        OutputStream copy = Files.newOutputStream(bitstream)) {
      run.standardOutput().transferTo(copy);
      RunResult result = finished(what, "encode", run);
      MountRights.letProgramsRead(bitstream);
      return result;
    }
  }

  private record Decoded(ClipMeasurement measurement, RunResult decode) {
    AnchorCodec.Coded coded(int value, long bytes, Clip clip, RunResult encode) {
      return new AnchorCodec.Coded(
          AnchorCodec.point(clip, value, bytes, measurement, encode, decode),
          measurement.framesCsv());
    }
  }

  private Decoded decode(
      String what,
      CommandAnchor anchor,
      Clip clip,
      Path files,
      Path bitstream,
      FrameTap tap,
      Set<Metric> more)
      throws IOException, InterruptedException {
    List<String> words =
        CommandWords.filled(
            anchor.decode(),
            Map.of(
                CommandWords.BITSTREAM,
                BITSTREAM,
                CommandWords.OUTPUT,
                DECODED,
                CommandWords.FILES,
                FILES));
    Optional<String> file =
        CommandWords.uses(anchor.decode(), CommandWords.OUTPUT)
            ? Optional.of(DECODED)
            : Optional.empty();
    try (SandboxRun run = start(words, file, Mount.anonymous(bitstream, BITSTREAM), files)) {
      try {
        ClipMeasurement measurement =
            ClipMeasurement.compare(
                clip,
                () -> Y4mReader.open(run.standardOutput(), Optional.of(clip.format())),
                tap,
                more);
        return new Decoded(measurement, finished(what, "decode", run));
      } catch (WrongVideo wrong) {
        // Who has written all is about to end, and how it ends says more than what is missing.
        if (!hasWrittenAll(run)) {
          run.stop();
        }
        RunResult result = run.await();
        LiveRuns.stopIfEnding(what);
        if (!(result.outcome() instanceof RunOutcome.Finished)
            && !(result.outcome() instanceof RunOutcome.Stopped)) {
          throw failed(what, "decode", result);
        }
        throw InfrastructureException.lasting(
            what
                + ": its decode command wrote a wrong video: "
                + wrong.getMessage()
                + said(result));
      }
    }
  }

  private static boolean hasWrittenAll(SandboxRun run) {
    try {
      return run.standardOutput().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * @param file where the words leave what is read; empty if they write it to standard output
   */
  private SandboxRun start(List<String> words, Optional<String> file, Mount input, Path files)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    file.ifPresent(
        path -> arguments.addAll(List.of(LimitShell.SHELL, "-c", SEND_FILE, "sh", path)));
    arguments.addAll(words);
    List<Mount> mounts = new ArrayList<>(SystemPrograms.mounts());
    mounts.add(input);
    mounts.add(Mount.readOnly(files, FILES));
    return sandbox.start(
        new SandboxCommand(
            arguments,
            mounts,
            ENVIRONMENT,
            "/tmp",
            LIMITS,
            RunOptions.none().withExecutable(words.getFirst())));
  }

  private static RunResult finished(String what, String command, SandboxRun run)
      throws InfrastructureException, InterruptedException {
    RunResult result = run.await();
    if (!(result.outcome() instanceof RunOutcome.Finished)) {
      LiveRuns.stopIfEnding(what);
      throw failed(what, command, result);
    }
    return result;
  }

  private static InfrastructureException failed(String what, String command, RunResult result) {
    return InfrastructureException.lasting(
        what
            + ": its "
            + command
            + " command failed: "
            + result.outcome().sentence()
            + said(result));
  }

  private static String said(RunResult result) {
    String text = result.standardError().strip();
    return text.isEmpty() ? "" : "\n" + PlainText.passage(text, 4096);
  }
}
