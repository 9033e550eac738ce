package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.frames.FrameLibrary;
import dev.codecsmith.lab.frames.PointDecoder;
import dev.codecsmith.lab.frames.ProgramsHere;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Frames of what is stored. Sandbox, languages and ffmpeg are looked for when the first video is
 * decoded: who never looks at one needs none of them.
 */
public final class StoredFrames implements AutoCloseable {
  private static final long MOST_BYTES = 4L << 30;

  /** The library has two threads; nobody waits for the other here. */
  private static final int SLOTS = 2;

  private final SandboxOption isolation;
  private final Path folder;
  private final FrameLibrary library;
  private Optional<ProgramsHere.Place> place = Optional.empty();
  private Optional<AnchorBench> anchors = Optional.empty();

  /**
   * @param artifacts with programs and bitstreams
   * @param isolation how programs are kept in
   * @param folder for what is decoded; removed in the end
   */
  public StoredFrames(ArtifactStore artifacts, SandboxOption isolation, Path folder) {
    this.isolation = isolation;
    this.folder = folder;
    this.library =
        new FrameLibrary(
            folder, MOST_BYTES, new PointDecoder(artifacts, this::programs, this::anchors, folder));
  }

  public FrameLibrary library() {
    return library;
  }

  private synchronized ProgramsHere.Place programs() throws IOException {
    if (place.isEmpty()) {
      Sandbox sandbox = isolation.open();
      place =
          Optional.of(
              new ProgramsHere.Place(sandbox, Toolchains.in(sandbox, CacheFolder.ofTheUser())));
    }
    return place.get();
  }

  private synchronized AnchorBench anchors() throws IOException {
    if (anchors.isEmpty()) {
      anchors =
          Optional.of(
              new AnchorBench(
                  new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
                  new RunSlots(SLOTS),
                  folder));
    }
    return anchors.get();
  }

  @Override
  public void close() {
    library.close();
    synchronized (this) {
      place.ifPresent(found -> found.toolchains().close());
    }
  }
}
