package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.bench.OwnPrograms;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.frames.PointDecoder;
import dev.codecsmith.lab.frames.ProgramsHere;
import dev.codecsmith.lab.frames.VideoDecoder;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Frames of what is stored. Sandbox, languages and ffmpeg are looked for when the first video is
 * decoded: who never looks at one needs none of them. Programs are always kept in, whatever the
 * command was told of its own: who looks chooses of all that the store holds.
 */
public final class StoredFrames implements AutoCloseable {
  /** Of what is looked at for a while, however large the disk is. */
  private static final long MOST_BYTES = 32L << 30;

  private static final int SLOTS = 1;

  private final ArtifactStore artifacts;
  private final Optional<String> refusal;
  private final Path folder;
  private final VideoDecoder decoder;
  private final FrameLibrary library;
  private final OwnPrograms here = new OwnPrograms();
  private Optional<AnchorBench> anchors = Optional.empty();

  /**
   * @param artifacts with programs and bitstreams
   * @param refusal why no program is run here, in a sentence; empty where they may be
   * @param folder for what is decoded; removed in the end
   */
  public StoredFrames(ArtifactStore artifacts, Optional<String> refusal, Path folder) {
    this.artifacts = artifacts;
    this.refusal = refusal;
    this.folder = folder;
    this.decoder = new PointDecoder(artifacts, this::programs, this::anchors, folder);
    this.library = new FrameLibrary(folder, this::room, decoder, InstantSource.system());
  }

  /** What decodes them. */
  VideoDecoder decoder() {
    return decoder;
  }

  public FrameLibrary library() {
    return library;
  }

  /** A campaign that runs beside keeps half of what would be free without frames. */
  private long room(long kept) throws IOException {
    return Math.min(MOST_BYTES, (Files.getFileStore(folder).getUsableSpace() + kept) / 2);
  }

  private ProgramsHere.Place programs() throws IOException {
    if (refusal.isPresent()) {
      throw InfrastructureException.lasting(refusal.get());
    }
    return here.find();
  }

  private synchronized AnchorBench anchors() throws IOException {
    if (anchors.isEmpty()) {
      anchors =
          Optional.of(
              new AnchorBench(
                  new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
                  () -> new CommandCodec(programs().sandbox(), artifacts),
                  new RunSlots(SLOTS),
                  folder));
    }
    return anchors.get();
  }

  @Override
  public void close() {
    library.close();
    here.close();
  }
}
