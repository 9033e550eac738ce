package dev.codecsmith.lab.points;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.bits.StandardErrorReport;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ClipMeasurement;
import dev.codecsmith.lab.measure.EndSeeingStream;
import dev.codecsmith.lab.measure.FrameHashes;
import dev.codecsmith.lab.measure.FrameTap;
import dev.codecsmith.lab.measure.Rates;
import dev.codecsmith.lab.measure.WrongVideo;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import dev.codecsmith.sandbox.toolchain.Toolchain;
import dev.codecsmith.sandbox.toolchain.Toolchain.ShortRun;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint.Resources;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Runs the two halves of one built program and checks what they write.
 *
 * <p>Where a language can set a run up for being short, and that is wanted, runs are set so that
 * are ({@link ShortRuns}). The limits on CPU time are meant for the program, not for that choice: a
 * run that meets one so is done again as usual.
 */
public final class ProgramRuns {
  private final Sandbox sandbox;
  private final Toolchain toolchain;
  private final BuiltProgram program;
  private final EvaluationSettings settings;
  private final CodingLimits limits;
  private final List<Path> devices;
  private final Set<Metric> more;
  private final Constraints constraints;
  private final boolean choosing;
  private final ShortRuns shortEncodes = new ShortRuns();
  private final ShortRuns shortDecodes = new ShortRuns();

  /** All runs are as usual. */
  public ProgramRuns(
      Sandbox sandbox, Toolchain toolchain, BuiltProgram program, EvaluationSettings settings) {
    this(sandbox, toolchain, program, settings, false);
  }

  /** Runs that are short are set up for that. */
  public static ProgramRuns choosing(
      Sandbox sandbox, Toolchain toolchain, BuiltProgram program, EvaluationSettings settings) {
    return new ProgramRuns(sandbox, toolchain, program, settings, true);
  }

  private ProgramRuns(
      Sandbox sandbox,
      Toolchain toolchain,
      BuiltProgram program,
      EvaluationSettings settings,
      boolean choosing) {
    this.choosing = choosing;
    this.settings = settings;
    this.sandbox = sandbox;
    this.toolchain = toolchain;
    this.program = program;
    this.limits = settings.limits();
    this.devices = settings.devices();
    this.more = settings.objective().moreMetrics();
    this.constraints = settings.constraints();
  }

  public BuiltProgram program() {
    return program;
  }

  /** The same, with all runs as usual. */
  public ProgramRuns asUsual() {
    return new ProgramRuns(sandbox, toolchain, program, settings, false);
  }

  /** What the smoke frames told, once both halves have coded some that were short. */
  public Optional<RunPace> pace() {
    OptionalDouble encode = shortEncodes.secondsPerMegapixel();
    OptionalDouble decode = shortDecodes.secondsPerMegapixel();
    return encode.isPresent() && decode.isPresent()
        ? Optional.of(new RunPace(encode.getAsDouble(), decode.getAsDouble()))
        : Optional.empty();
  }

  /** Takes over what the smoke frames told another worker. */
  public void expect(RunPace pace) {
    shortEncodes.expect(pace.encode());
    shortDecodes.expect(pace.decode());
  }

  private SandboxRun start(SandboxCommand command) throws InfrastructureException {
    return sandbox.start(
        devices.isEmpty() ? command : command.withOptions(command.options().withDevices(devices)));
  }

  /** What a decoder wrote, measured, and what that took. */
  public record Decoded(ClipMeasurement measurement, Resources resources, String standardError) {}

  /**
   * Encodes the clip into the file.
   *
   * @param leniency by how much the limit on CPU time is stretched
   */
  public Bitstream encode(
      ExperimentStatus phase, Clip clip, int quality, Path file, double leniency)
      throws CandidateFault, InfrastructureException, InterruptedException {
    return encode(
        phase,
        "Encoding " + clip.name() + " at QUALITY " + quality,
        clip,
        toolchain.encode(program, clip.y4m(), quality, limits.encode(clip, leniency)),
        file);
  }

  /**
   * Encodes the beginning of a clip, within what encoding the whole of it may take.
   *
   * @param what is done, for messages
   */
  Bitstream encodeBeginning(
      ExperimentStatus phase,
      String what,
      Clip beginning,
      Clip whole,
      int quality,
      Path file,
      double leniency)
      throws CandidateFault, InfrastructureException, InterruptedException {
    return encode(
        phase,
        what,
        beginning,
        toolchain.encode(program, beginning.y4m(), quality, limits.encode(whole, leniency)),
        file);
  }

  private Bitstream encode(
      ExperimentStatus phase, String what, Clip clip, SandboxCommand command, Path file)
      throws CandidateFault, InfrastructureException, InterruptedException {
    return run(shortEncodes, clip, command, setting -> encode(phase, what, clip, setting, file));
  }

  private Bitstream encode(
      ExperimentStatus phase, String what, Clip clip, Setting setting, Path file)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try (SandboxRun run = start(setting.command())) {
      String sha256 = save(run.standardOutput(), file);
      RunResult result = finished(phase, what, run);
      long bytes = Files.size(file);
      if (bytes == 0) {
        throw new CandidateFault(
            FailureKind.WRONG_OUTPUT,
            phase,
            what
                + " wrote an empty bitstream: expected at least 1 byte on standard output, found 0.\n"
                + result.limitsInForce());
      }
      requireRandomAccess(phase, what, clip, bytes, result.standardError());
      StandardErrorReport said = StandardErrorReport.of(result.standardError());
      Resources resources = Rates.resources(result, setting.name());
      setting.taken(phase, shortEncodes, clip, resources);
      return new Bitstream(
          file, bytes, sha256, resources, said.check(clip.frames(), bytes), said.rest());
    } catch (InfrastructureException e) {
      throw e;
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot keep the bitstream " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * How a half is run.
   *
   * @param command the half
   * @param name empty where as usual
   */
  private record Setting(SandboxCommand command, Optional<String> name) {
    private void taken(ExperimentStatus phase, ShortRuns runs, Clip clip, Resources resources) {
      if (name.isPresent() && phase == ExperimentStatus.SMOKE) {
        runs.took(clip, resources.cpuSeconds());
      }
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make(Setting setting) throws CandidateFault, InfrastructureException, InterruptedException;
  }

  private <T> T run(ShortRuns known, Clip clip, SandboxCommand command, Attempt<T> attempt)
      throws CandidateFault, InfrastructureException, InterruptedException {
    Optional<ShortRun> quick =
        choosing && known.isShort(clip) ? toolchain.shortRun(command) : Optional.empty();
    if (quick.isPresent()) {
      try {
        return attempt.make(new Setting(quick.get().command(), Optional.of(quick.get().setting())));
      } catch (CandidateFault fault) {
        if (!fault.isOutOfCpuTime()) {
          throw fault;
        }
        known.metLimit();
      }
    }
    return attempt.make(new Setting(command, Optional.empty()));
  }

  /**
   * Decodes the bitstream in a sandbox that holds the program and the bitstream only, and compares
   * the frames with the clip's as they arrive.
   *
   * @param taps opens what sees the decoded frames; it is closed here
   * @param leniency by how much the limit on CPU time is stretched
   */
  public Decoded decode(
      ExperimentStatus phase,
      Clip clip,
      int quality,
      Bitstream bitstream,
      FrameTap.Opener taps,
      double leniency)
      throws CandidateFault, InfrastructureException, InterruptedException {
    String what = "Decoding " + clip.name() + " at QUALITY " + quality;
    return run(
        shortDecodes,
        clip,
        toolchain.decode(program, bitstream.file(), limits.decode(clip, leniency)),
        setting -> decode(phase, what, clip, setting, taps));
  }

  private Decoded decode(
      ExperimentStatus phase, String what, Clip clip, Setting setting, FrameTap.Opener taps)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try (FrameTap tap = taps.open()) {
      Watched<ClipMeasurement> watched =
          watch(
              phase,
              what,
              clip,
              setting.command(),
              video -> ClipMeasurement.compare(clip, video, tap, more));
      RunResult result = watched.result();
      Resources resources = Rates.resources(result, setting.name());
      setting.taken(phase, shortDecodes, clip, resources);
      return new Decoded(watched.found(), resources, result.standardError());
    } catch (InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  /**
   * Decodes the bitstream once more, in another fresh sandbox and in other circumstances, and makes
   * sure that every frame is as before.
   *
   * @param before the frames of the first time
   */
  void decodeAgain(
      ExperimentStatus phase, Clip clip, int quality, Bitstream bitstream, FrameHashes before)
      throws CandidateFault, InfrastructureException, InterruptedException {
    String what = "Decoding " + clip.name() + " at QUALITY " + quality + " a second time";
    String difference;
    try (OtherCircumstances other = OtherCircumstances.of(program, bitstream.file())) {
      OptionalInt frame =
          run(
                  shortDecodes,
                  clip,
                  toolchain.decode(other.program(), other.bitstream(), limits.decode(clip, 1)),
                  setting ->
                      watch(
                          phase,
                          what,
                          clip,
                          setting.command(),
                          video -> FrameHashes.of(clip, video)))
              .found()
              .firstDifference(before);
      if (frame.isEmpty()) {
        return;
      }
      difference = " gave another video: frame " + frame.getAsInt() + ", counted from 0, differs";
    } catch (CandidateFault fault) {
      if (fault.failure().kind() != FailureKind.WRONG_OUTPUT) {
        throw fault;
      }
      difference = " gave another video, which is malformed or of another size";
    }
    throw new CandidateFault(
        FailureKind.NOT_REPEATABLE,
        phase,
        what
            + difference
            + ". The same bitstream must give the same frames in every run: no clock, no random"
            + " numbers without a fixed seed, nothing left uninitialised, and nothing that depends"
            + " on which thread is first.");
  }

  private void requireRandomAccess(
      ExperimentStatus phase, String what, Clip clip, long bytes, String standardError)
      throws CandidateFault {
    if (constraints.randomAccess() > 0) {
      try {
        RandomAccess _ = RandomAccess.read(standardError, clip, constraints.randomAccess(), bytes);
      } catch (IllegalArgumentException e) {
        throw broken(phase, what + ": " + e.getMessage() + ".");
      }
    }
  }

  /** The program does not keep to what the campaign asks of bitstreams. */
  CandidateFault broken(ExperimentStatus phase, String sentence) {
    return new CandidateFault(
        FailureKind.CONSTRAINT_BROKEN,
        phase,
        sentence + "\n" + constraints.inWords().orElseThrow());
  }

  Constraints constraints() {
    return constraints;
  }

  /**
   * Decodes part of a bitstream in another fresh sandbox, within what decoding the whole of it may
   * take.
   *
   * @param what is done, for messages
   * @param shown the clip, or the part of it that the frames are expected to be
   */
  FrameHashes decodePart(
      ExperimentStatus phase, String what, Clip shown, Clip whole, Path part, double leniency)
      throws CandidateFault, InfrastructureException, InterruptedException {
    return run(
            shortDecodes,
            whole,
            toolchain.decode(program, part, limits.decode(whole, leniency)),
            setting ->
                watch(phase, what, shown, setting.command(), video -> FrameHashes.of(shown, video)))
        .found();
  }

  /** Reads a decoded video as it arrives. */
  @FunctionalInterface
  private interface Viewer<T> {
    T view(ClipMeasurement.DecodedVideo video) throws IOException;
  }

  private record Watched<T>(T found, RunResult result) {}

  private <T> Watched<T> watch(
      ExperimentStatus phase, String what, Clip clip, SandboxCommand command, Viewer<T> viewer)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try (SandboxRun run = start(command)) {
      EndSeeingStream output = new EndSeeingStream(run.standardOutput());
      try {
        T found = viewer.view(() -> Y4mReader.open(output, Optional.of(clip.format())));
        return new Watched<>(found, finished(phase, what, run));
      } catch (WrongVideo wrong) {
        // A program that crashed or met a limit wrote a wrong video because of that: say the cause.
        boolean stoppedByUs = !output.ended();
        if (stoppedByUs) {
          run.stop();
        }
        RunResult result = run.await();
        switch (result.outcome()) {
          case RunOutcome.Stopped _ when !stoppedByUs -> throw stopped(what);
          case RunOutcome.Finished _, RunOutcome.Stopped _ ->
              throw new CandidateFault(
                  FailureKind.WRONG_OUTPUT,
                  phase,
                  what
                      + " wrote a wrong video: "
                      + wrong.getMessage()
                      + "\n"
                      + result.limitsInForce());
          default -> throw CandidateFault.run(phase, what, result);
        }
      }
    } catch (InfrastructureException e) {
      throw e;
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new InfrastructureException(what + " could not be measured: " + e.getMessage(), e);
    }
  }

  /** The result of a run that finished; whatever else became of it is thrown. */
  private static RunResult finished(ExperimentStatus phase, String what, SandboxRun run)
      throws CandidateFault, InfrastructureException, InterruptedException {
    RunResult result = run.await();
    return switch (result.outcome()) {
      case RunOutcome.Finished _ -> result;
      case RunOutcome.Stopped _ -> throw stopped(what);
      default -> throw CandidateFault.run(phase, what, result);
    };
  }

  /** Somebody else stopped the run, as the end of this process does: no fault of the program. */
  private static InfrastructureException stopped(String what) {
    return new InfrastructureException(what + " was stopped because Codecsmith is ending.");
  }

  private static InterruptedException interrupted(InterruptedIOException cause) {
    InterruptedException interrupted = new InterruptedException(cause.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private static String save(InputStream input, Path file) throws IOException {
    try (DigestOutputStream output =
        new DigestOutputStream(Files.newOutputStream(file), DigestUtils.getSha256Digest())) {
      input.transferTo(output);
      MountRights.letProgramsRead(file);
      return HexFormat.of().formatHex(output.getMessageDigest().digest());
    }
  }
}
