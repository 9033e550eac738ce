package dev.codecsmith.lab.anchors;

import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.measure.ClipMeasurement;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.MeasurementVersion;
import dev.codecsmith.lab.measure.Rates;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.run.LiveRuns;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.video.EvenPadding;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.y4m.Y4mReader;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Codes a clip with a reference codec: ffmpeg writes a bare bitstream, ffmpeg decodes it again, and
 * the decoded frames go through the same measurement as a candidate's.
 *
 * <p>One thread each, so that the bitstream does not depend on the machine. Data that no decoder
 * needs (x264's and x265's settings as text) is left out, and what a container adds is subtracted:
 * an anchor must not look worse than it is.
 */
public final class AnchorCodec {
  private static final Limits LIMITS =
      Limits.defaults()
          .withTime(Duration.ofHours(1), Duration.ofHours(2))
          .withMemoryBytes(4096 * Limits.MEBIBYTE)
          .withOutputBytes(1L << 50);

  private final Sandbox processes;
  private final Ffmpeg ffmpeg;
  private final String version;

  /**
   * @param processes starts ffmpeg and accounts for what it used; needs no isolation
   * @param ffmpeg the program
   */
  public AnchorCodec(Sandbox processes, Ffmpeg ffmpeg) throws IOException {
    this.processes = processes;
    this.ffmpeg = ffmpeg;
    this.version = ffmpeg.version();
  }

  /** What makes and measures its curves. */
  public CurveOrigin origin() {
    return new CurveOrigin(version, MeasurementVersion.NUMBER);
  }

  /** A clip as ffmpeg gets it: the encoders want even sizes. */
  record Source(Clip clip, Path y4m, VideoFormat coded) {}

  Source source(Clip clip, WorkFolder folder) throws InfrastructureException {
    VideoFormat coded = EvenPadding.even(clip.format());
    if (coded.equals(clip.format())) {
      return new Source(clip, clip.y4m(), coded);
    }
    Path file = folder.newFile();
    try (FrameReader padded = EvenPadding.pad(clip.open());
        Y4mWriter writer =
            new Y4mWriter(new BufferedOutputStream(Files.newOutputStream(file)), coded)) {
      for (Optional<Frame> frame = padded.next(); frame.isPresent(); frame = padded.next()) {
        writer.write(frame.get());
      }
      return new Source(clip, file, coded);
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot pad the clip " + clip.name() + " to even sizes: " + e.getMessage(), e);
    }
  }

  /**
   * The words of the encoder's command, with {@code SOURCE.y4m}, {@code VALUE}, {@code BITSTREAM};
   * of an anchor of somebody's own both commands.
   */
  public String commandLine(Anchor anchor) {
    return switch (anchor) {
      case FfmpegAnchor ffmpegs -> commandLine(ffmpegs);
      case CommandAnchor own -> own.commandLine();
    };
  }

  private String commandLine(FfmpegAnchor anchor) {
    List<String> words = encode(anchor, "VALUE", "SOURCE.y4m");
    words.set(0, "ffmpeg-" + version);
    return String.join(" ", words) + " > BITSTREAM";
  }

  /**
   * A clip that was coded, and decoded again.
   *
   * @param framesCsv per-frame figures, one line a frame; {@code bytes} among them, what the frame
   *     takes of the bitstream, where ffmpeg tells it of every frame
   */
  public record Coded(RatePoint point, String framesCsv) {}

  /**
   * Codes and measures.
   *
   * @param tap sees the decoded frames; whoever opened it closes it
   * @param more what is measured beside what every rate point has
   */
  Coded code(
      FfmpegAnchor anchor,
      int value,
      Source source,
      WorkFolder folder,
      FrameTap tap,
      Set<Metric> more)
      throws InfrastructureException, InterruptedException {
    Clip clip = source.clip();
    String what = "The anchor " + anchor.name() + " at " + value + " on " + clip.name();
    Path bitstream = folder.newFile();
    try {
      RunResult encode =
          save(
              what,
              telling(encode(anchor, Integer.toString(value), source.y4m().toString())),
              source.y4m(),
              bitstream);
      long bytes =
          Files.size(bitstream)
              - anchor.overheadBytes()
              - (long) anchor.overheadBytesPerFrame() * clip.frames();
      try (SandboxRun run = start(decode(anchor, source, bitstream), bitstream)) {
        ClipMeasurement measurement =
            ClipMeasurement.compare(
                clip,
                () ->
                    EvenPadding.crop(
                        Y4mReader.open(run.standardOutput(), Optional.of(source.coded())),
                        clip.format()),
                tap,
                more);
        RunResult decode = finished(what, run);
        RatePoint point = point(clip, value, bytes, measurement, encode, decode);
        return new Coded(
            point, PacketSizes.addTo(measurement.framesCsv(), encode.standardError(), point));
      }
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw new InfrastructureException(what + " could not be measured: " + e.getMessage(), e);
    }
  }

  private List<String> encode(FfmpegAnchor anchor, String value, String y4m) {
    List<String> words = words("-i", y4m, "-map", "0:v:0", "-c:v", anchor.encoder());
    words.addAll(List.of("-threads", "1"));
    words.addAll(anchor.arguments());
    words.addAll(List.of(anchor.rateOption(), value));
    words.addAll(List.of("-fps_mode", "passthrough", "-f", anchor.bitstreamFormat(), "pipe:1"));
    return words;
  }

  /** The same, with the sizes of the packets on standard error. */
  private static List<String> telling(List<String> encode) {
    List<String> words = new ArrayList<>(encode);
    words.addAll(encode.size() - 1, PacketSizes.ARGUMENTS);
    return words;
  }

  private List<String> decode(FfmpegAnchor anchor, Source source, Path bitstream) {
    List<String> words = words("-threads", "1", "-f", anchor.bitstreamReader());
    words.addAll(List.of("-i", bitstream.toString(), "-map", "0:v:0", "-fps_mode", "passthrough"));
    words.addAll(List.of("-pix_fmt", source.coded().pixelFormat().ffmpegName()));
    words.addAll(List.of("-strict", "-1", "-f", "yuv4mpegpipe", "pipe:1"));
    return words;
  }

  private List<String> words(String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(ffmpeg.path().toString(), "-nostdin", "-hide_banner", "-v", "error"));
    words.addAll(List.of(more));
    return words;
  }

  private SandboxRun start(List<String> words, Path input) throws InfrastructureException {
    List<Mount> mounts = new ArrayList<>();
    for (Path path : List.of(ffmpeg.path(), input)) {
      Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
      mounts.add(Mount.readOnly(folder, folder.toString()));
    }
    return processes.start(new SandboxCommand(words, mounts, ffmpeg.environment(), "/", LIMITS));
  }

  private RunResult save(String what, List<String> words, Path input, Path file)
      throws IOException, InterruptedException {
    try (SandboxRun run = start(words, input);
        InputStream output = run.standardOutput();
        OutputStream copy = Files.newOutputStream(file)) {
      output.transferTo(copy);
      return finished(what, run);
    }
  }

  private static RunResult finished(String what, SandboxRun run)
      throws InfrastructureException, InterruptedException {
    RunResult result = run.await();
    if (!(result.outcome() instanceof RunOutcome.Finished)) {
      LiveRuns.stopIfEnding(what);
      throw new InfrastructureException(
          what
              + " failed: ffmpeg ended with "
              + result.outcome()
              + ": "
              + PacketSizes.without(result.standardError()).strip());
    }
    return result;
  }

  /** The rate point of an anchor, whose bitstream is not kept. */
  static RatePoint point(
      Clip clip,
      int value,
      long bytes,
      ClipMeasurement measurement,
      RunResult encode,
      RunResult decode) {
    return RatePointBuilder.builder()
        .clip(clip.name())
        .quality(value)
        .bytes(bytes)
        .bitrateKbps(Rates.kbps(bytes, clip))
        .metrics(measurement.figures())
        .encode(Rates.resources(encode))
        .decode(Rates.resources(decode))
        .bitstreamSha256("")
        .framesSha256("")
        .build();
  }
}
