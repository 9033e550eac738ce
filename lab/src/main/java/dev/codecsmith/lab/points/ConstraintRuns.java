package dev.codecsmith.lab.points;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.lab.WorkFolder;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.measure.FrameHashes;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks what a campaign asks of bitstreams ({@link Constraints}), by further runs. */
public final class ConstraintRuns {
  private final ProgramRuns runs;
  private final WorkFolder folder;

  /**
   * @param folder where what is cut is put
   */
  public ConstraintRuns(ProgramRuns runs, WorkFolder folder) {
    this.runs = runs;
    this.folder = folder;
  }

  private Constraints constraints() {
    return runs.constraints();
  }

  /** Whether anything is asked for, so that the decoded frames must be known. */
  public boolean areAny() {
    return !constraints().isNone();
  }

  /**
   * Makes sure that what the encoder writes of the first frames does not depend on those behind
   * them, and is enough to decode them; does nothing where that is not asked for.
   *
   * @param bitstream of all frames
   * @param whole the frames that it was decoded to
   * @param leniency by how much the limits on CPU time are stretched
   */
  public void requireLowDelay(
      ExperimentStatus encoding,
      ExperimentStatus decoding,
      Clip clip,
      int quality,
      Bitstream bitstream,
      FrameHashes whole,
      double leniency)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (!constraints().lowDelay()) {
      return;
    }
    for (int frames : Beginnings.of(runs.program().programSha256(), clip, quality)) {
      Clip beginning = ClipHead.of(clip, frames, folder);
      String which =
          "the first "
              + (frames == 1 ? "frame" : frames + " frames")
              + " of "
              + clip.name()
              + " alone at QUALITY "
              + quality;
      String encodes = "Encoding " + which;
      Bitstream alone;
      try {
        alone =
            runs.encodeBeginning(
                encoding, encodes, beginning, clip, quality, folder.newFile(), leniency);
      } catch (CandidateFault fault) {
        throw brokenUnlessLimited(encoding, encodes, fault);
      }
      requirePrefix(encoding, encodes, clip, alone, bitstream);
      String decodes = "Decoding " + which;
      FrameHashes decoded;
      try {
        decoded = runs.decodePart(decoding, decodes, beginning, clip, alone.file(), leniency);
      } catch (CandidateFault fault) {
        throw brokenUnlessLimited(decoding, decodes, fault);
      }
      OptionalInt difference = decoded.firstDifference(whole.upTo(frames));
      if (difference.isPresent()) {
        throw differs(decoding, decodes, difference.getAsInt());
      }
    }
  }

  private void requirePrefix(
      ExperimentStatus phase, String what, Clip clip, Bitstream alone, Bitstream all)
      throws CandidateFault, InfrastructureException {
    long mismatch;
    try {
      mismatch = Files.mismatch(alone.file(), all.file());
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
    if (mismatch >= 0 && mismatch < alone.bytes()) {
      throw runs.broken(
          phase,
          "%s gave %d bytes with which the bitstream of all %d frames does not begin: byte %d, counted from 0, %s. What is written of these frames depends on what comes behind them."
              .formatted(
                  what,
                  alone.bytes(),
                  clip.frames(),
                  mismatch,
                  mismatch < all.bytes() ? "differs" : "is not there"));
    }
  }

  /**
   * Decodes the bitstream from one of its random access points and makes sure that it gives the
   * frames that the whole bitstream gave; does nothing where that is not asked for.
   *
   * @param whole the frames of the whole bitstream
   */
  void decodeFromTheMiddle(
      ExperimentStatus phase, Clip clip, int quality, Bitstream bitstream, FrameHashes whole)
      throws CandidateFault, InfrastructureException, InterruptedException {
    if (constraints().randomAccess() == 0) {
      return;
    }
    RandomAccess access =
        RandomAccess.read(
            bitstream.standardError(), clip, constraints().randomAccess(), bitstream.bytes());
    Optional<Integer> sample = access.sample(runs.program().programSha256(), clip, quality);
    if (sample.isEmpty()) {
      return;
    }
    int frame = sample.get();
    String what =
        "Decoding " + clip.name() + " at QUALITY " + quality + " from frame " + frame + " on";
    Path part = folder.newFile();
    try {
      access.cut(bitstream.file(), frame, part);
      MountRights.letProgramsRead(part);
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
    FrameHashes decoded;
    try {
      decoded = runs.decodePart(phase, what, clip, clip, part, 1);
    } catch (CandidateFault fault) {
      throw brokenUnlessLimited(phase, what, fault);
    }
    OptionalInt difference = decoded.firstDifference(whole.from(frame));
    if (difference.isPresent()) {
      throw differs(phase, what, frame + difference.getAsInt());
    }
  }

  private CandidateFault differs(ExperimentStatus phase, String what, int frame) {
    return runs.broken(
        phase,
        what
            + " gave another video: frame "
            + frame
            + ", counted from 0, is missing, differs, or is one too many.");
  }

  private CandidateFault brokenUnlessLimited(
      ExperimentStatus phase, String what, CandidateFault fault) {
    return switch (fault.failure().kind()) {
      case OUT_OF_TIME, OUT_OF_MEMORY, CONSTRAINT_BROKEN -> fault;
      default -> runs.broken(phase, what + " failed. " + fault.failure().message());
    };
  }
}
