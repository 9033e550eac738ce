package dev.codecsmith.bench;

import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.QualityMeter;
import dev.codecsmith.metrics.SequenceQuality;
import dev.codecsmith.metrics.picture.ChromaSampling;
import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Metrics against the reference tools, on the same raw 1080p 8-bit pair and the same cores: PSNR
 * and SSIM against the bundled ffmpeg running both filters in one graph, MS-SSIM against libvmaf.
 *
 * <p>Arguments: {@code frames} (default 150), {@code rounds} (default 5), and the path of an ffmpeg
 * that has libvmaf (default: the program of the Python package imageio-ffmpeg, if {@code python3}
 * knows it). Rounds of ours and theirs alternate, so that both meet the same disturbance; figures
 * are medians. With {@code taskset}, runs with one thread are held on one core, since ffmpeg's own
 * threads cannot be limited otherwise.
 */
public final class MetricsBenchmark {

  private static final PictureFormat FORMAT =
      new PictureFormat(1920, 1080, ChromaSampling.YUV420, 8);
  private static final long FRAME_BYTES = 1920 * 1080 * 3 / 2;
  private static final int LIBVMAF_FRAMES = 20;
  private static final List<Metric> PSNR_AND_SSIM = List.of(Metric.FFMPEG_PSNR, Metric.FFMPEG_SSIM);
  private static final List<Metric> MS_SSIM = List.of(Metric.FLOAT_MS_SSIM);

  private static final String BOTH_FILTERS =
      "[0:v]split[a][b];[1:v]split[c][d];[a][c]psnr[x];[b][d]ssim[y]";

  private final Path reference;
  private final Path distorted;
  private final int rounds;

  /** One pass over some frames: how long, and how much of the processors. */
  private record Pass(int frames, double wallSeconds, double cpuSeconds, String output) {
    double framesPerSecond() {
      return frames / wallSeconds;
    }

    double cpuMillisPerFrame() {
      return 1000 * cpuSeconds / frames;
    }
  }

  /** Something to be measured once more. */
  private interface Runner {
    Pass run() throws Exception;
  }

  private MetricsBenchmark(Path reference, Path distorted, int rounds) {
    this.reference = reference;
    this.distorted = distorted;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 4 && arguments[0].equals("once")) {
      MetricsBenchmark one = new MetricsBenchmark(Path.of(arguments[1]), Path.of(arguments[2]), 1);
      one.ours(PSNR_AND_SSIM, Integer.parseInt(arguments[3]), Integer.MAX_VALUE);
      return;
    }
    int frames = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 150;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    String oracle = arguments.length > 2 ? arguments[2] : oracle();
    Path folder = Files.createTempDirectory("codecsmith-metrics");
    try {
      System.out.printf("Making %d frames of 1080p in %s%n", frames, folder);
      makePair(folder, frames);
      MetricsBenchmark benchmark =
          new MetricsBenchmark(folder.resolve("r.yuv"), folder.resolve("d.yuv"), rounds);
      int processors = Runtime.getRuntime().availableProcessors();
      for (int threads = 1; threads <= processors; threads *= 2) {
        boolean pinned = threads == 1 && pin("0");
        System.out.printf("%n%d thread(s)%s%n", threads, pinned ? ", all on one core" : "");
        benchmark.compareAll(threads, oracle);
        if (pinned) {
          pin("0-" + (processors - 1));
        }
      }
    } finally {
      for (String name : List.of("r.yuv", "d.yuv", "d.mkv")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  private void compareAll(int threads, String oracle) throws Exception {
    warmUp(PSNR_AND_SSIM, threads);
    compare(
        "PSNR + SSIM",
        () -> ours(PSNR_AND_SSIM, threads, Integer.MAX_VALUE),
        "ffmpeg " + Ffmpeg.bundled().version(),
        () -> ffmpeg(threads));
    report("  ours in a JVM just started", repeated(() -> another(threads)));
    warmUp(MS_SSIM, threads);
    Runner ours = () -> ours(MS_SSIM, threads, LIBVMAF_FRAMES);
    if (oracle.isEmpty()) {
      report("MS-SSIM", repeated(ours));
      System.out.println("libvmaf: absent (no ffmpeg with libvmaf was named or found)");
    } else {
      compare("MS-SSIM", ours, "libvmaf (without VMAF)", () -> libvmaf(oracle, threads));
    }
  }

  /** Lets the JIT compiler finish, and the files come to lie in memory. */
  private void warmUp(List<Metric> metrics, int threads) throws IOException {
    String kernel;
    int passes = 0;
    do {
      kernel = ours(metrics, threads, Integer.MAX_VALUE).output();
      passes++;
    } while (passes < 2 || (kernel.contains("warm up") && passes < 50));
    System.out.println("kernel: " + kernel);
  }

  private void compare(String name, Runner ours, String rival, Runner theirs) throws Exception {
    List<Pass> own = new ArrayList<>();
    List<Pass> other = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      own.add(ours.run());
      other.add(theirs.run());
    }
    double ratio = report(name, own) / report("  " + rival, other);
    System.out.printf(Locale.ROOT, "  → %.2f times the frames/s%n", ratio);
  }

  private List<Pass> repeated(Runner runner) throws Exception {
    List<Pass> passes = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      passes.add(runner.run());
    }
    return passes;
  }

  /** Prints the passes and returns the median of frames/s. */
  private static double report(String name, List<Pass> passes) {
    double[] speeds = passes.stream().mapToDouble(Pass::framesPerSecond).sorted().toArray();
    double[] cpu = passes.stream().mapToDouble(Pass::cpuMillisPerFrame).sorted().toArray();
    double median = speeds[speeds.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%-34s %7.1f frames/s (%.1f to %.1f)%s%n",
        name,
        median,
        speeds[0],
        speeds[speeds.length - 1],
        Double.isNaN(cpu[0])
            ? ""
            : String.format(Locale.ROOT, ", %.2f ms CPU a frame", cpu[cpu.length / 2]));
    return median;
  }

  // ------------------------------------------------------------------------------------- ours

  private Pass ours(List<Metric> metrics, int threads, int limit) throws IOException {
    long cpuStart = processCpuNanos();
    long start = System.nanoTime();
    try (Arena arena = Arena.ofShared();
        QualityMeter meter = QualityMeter.of(metrics, FORMAT, threads)) {
      MemorySegment referenceBytes = map(reference, arena);
      MemorySegment distortedBytes = map(distorted, arena);
      int frames = (int) Math.min(limit, referenceBytes.byteSize() / FRAME_BYTES);
      for (int frame = 0; frame < frames; frame++) {
        meter.add(picture(referenceBytes, frame), picture(distortedBytes, frame));
      }
      SequenceQuality quality = meter.finish();
      double wall = (System.nanoTime() - start) / 1e9;
      double cpu = (processCpuNanos() - cpuStart) / 1e9;
      if (quality.figures().values().stream().anyMatch(value -> value.isNaN())) {
        throw new IllegalStateException("A figure is not a number.");
      }
      return new Pass(frames, wall, cpu, meter.kernel());
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static Picture picture(MemorySegment file, int frame) {
    long luma = 1920L * 1080;
    long start = frame * FRAME_BYTES;
    return new Picture(
        List.of(
            new Plane(file.asSlice(start, luma), 1920, 1080, 1920, 8),
            new Plane(file.asSlice(start + luma, luma / 4), 960, 540, 960, 8),
            new Plane(file.asSlice(start + luma + luma / 4, luma / 4), 960, 540, 960, 8)));
  }

  private static long processCpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** One pass in a JVM that has just started. */
  private Pass another(int threads) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            MetricsBenchmark.class.getName(),
            "once",
            reference.toString(),
            distorted.toString(),
            Integer.toString(threads));
    return process(command, Map.of(), (int) (Files.size(reference) / FRAME_BYTES));
  }

  // ----------------------------------------------------------------------------------- theirs

  private Pass ffmpeg(int threads) throws Exception {
    Ffmpeg ffmpeg = Ffmpeg.bundled();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ffmpeg.path().toString(), "-hide_banner", "-nostdin", "-benchmark"));
    command.addAll(inputs(threads));
    command.addAll(List.of("-filter_complex_threads", Integer.toString(threads)));
    command.addAll(List.of("-lavfi", BOTH_FILTERS, "-map", "[x]", "-map", "[y]"));
    command.addAll(List.of("-f", "null", "-"));
    int frames = (int) (Files.size(reference) / FRAME_BYTES);
    return withFfmpegsCpu(process(command, ffmpeg.environment(), frames));
  }

  /** libvmaf always computes VMAF as well: what that takes alone is taken off. */
  private Pass libvmaf(String oracle, int threads) throws Exception {
    Pass both = libvmaf(oracle, threads, "feature=name=float_ms_ssim:");
    Pass vmafAlone = libvmaf(oracle, threads, "");
    return new Pass(
        LIBVMAF_FRAMES,
        both.wallSeconds() - vmafAlone.wallSeconds(),
        both.cpuSeconds() - vmafAlone.cpuSeconds(),
        "");
  }

  private Pass libvmaf(String oracle, int threads, String features) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(oracle, "-hide_banner", "-nostdin", "-benchmark"));
    command.addAll(inputs(threads));
    String first = "trim=end_frame=" + LIBVMAF_FRAMES;
    command.addAll(
        List.of(
            "-lavfi",
            String.format(
                "[0:v]%s[d];[1:v]%s[r];[d][r]libvmaf=%sn_threads=%d",
                first, first, features, threads)));
    command.addAll(List.of("-f", "null", "-"));
    return withFfmpegsCpu(process(command, Map.of(), LIBVMAF_FRAMES));
  }

  private List<String> inputs(int threads) {
    return Stream.of(distorted, reference)
        .flatMap(file ->
            Stream.of(
                "-threads",
                Integer.toString(threads),
                "-f",
                "rawvideo",
                "-video_size",
                "1920x1080",
                "-pixel_format",
                "yuv420p",
                "-i",
                file.toString()))
        .toList();
  }

  private static Pass withFfmpegsCpu(Pass pass) {
    MatchResult times =
        Pattern.compile("bench: utime=([\\d.]+)s stime=([\\d.]+)s")
            .matcher(pass.output())
            .results()
            .reduce((first, last) -> last)
            .orElseThrow(() -> new IllegalStateException(pass.output()));
    double cpu = Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    return new Pass(pass.frames(), pass.wallSeconds(), cpu, pass.output());
  }

  // ---------------------------------------------------------------------------------- helpers

  private static Pass process(List<String> command, Map<String, String> environment, int frames)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    double wall = (System.nanoTime() - start) / 1e9;
    if (exit != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with\n" + output);
    }
    return new Pass(frames, wall, Double.NaN, output);
  }

  /** Holds this process and its children on some cores; says whether that worked. */
  private static boolean pin(String cores) throws InterruptedException {
    String own = Long.toString(ProcessHandle.current().pid());
    try {
      return new ProcessBuilder("taskset", "-a", "-p", "-c", cores, own)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String oracle() throws InterruptedException {
    String question = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe(), end='')";
    try {
      return process(List.of("python3", "-c", question), Map.of(), 0).output();
    } catch (IOException | IllegalStateException absent) {
      return "";
    }
  }

  /** Footage made larger with grain on top, and what x264 makes of it; a test picture otherwise. */
  private static void makePair(Path folder, int frames) throws IOException {
    Path footage = Path.of("../shared/clips/bunny_426x240.mkv");
    List<String> source =
        Files.exists(footage)
            ? List.of("-stream_loop", "-1", "-i", footage.toString())
            : List.of("-f", "lavfi", "-i", "mandelbrot=size=426x240:rate=25");
    List<String> make = new ArrayList<>(List.of("-v", "error", "-y"));
    make.addAll(source);
    make.addAll(
        List.of(
            "-frames:v",
            Integer.toString(frames),
            "-vf",
            "scale=1920:1080:flags=lanczos,noise=alls=6:allf=t,format=yuv420p"));
    Path reference = folder.resolve("r.yuv");
    Path coded = folder.resolve("d.mkv");
    make.addAll(List.of("-f", "rawvideo", reference.toString()));
    Ffmpeg ffmpeg = Objects.requireNonNull(Ffmpeg.bundled());
    ffmpeg.run(make);
    ffmpeg.run(
        List.of(
            "-v",
            "error",
            "-y",
            "-f",
            "rawvideo",
            "-video_size",
            "1920x1080",
            "-pixel_format",
            "yuv420p",
            "-i",
            reference.toString(),
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "30",
            coded.toString()));
    ffmpeg.run(
        List.of(
            "-v",
            "error",
            "-y",
            "-i",
            coded.toString(),
            "-f",
            "rawvideo",
            "-pix_fmt",
            "yuv420p",
            folder.resolve("d.yuv").toString()));
  }
}
