package dev.codecsmith.lab.frames;

import dev.codecsmith.lab.CandidateFault;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Frames of coded videos by number. A decoder is sequential, so a video is decoded once, from its
 * first frame on, when the first of its frames is asked for, and all who ask meanwhile wait for
 * that. Decoded videos are kept on disk within a limit; what was looked at longest ago goes first.
 * Safe for all threads.
 */
public final class FrameLibrary implements AutoCloseable {
  /** A campaign may be measured beside. */
  private static final int AT_ONCE = 1;

  /** Who asks for more has long gone on to another. */
  private static final int MOST_WAITING = 8;

  private final Path folder;
  private final long mostBytes;
  private final VideoDecoder decoder;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().name("frames").factory());

  /** By key; the one that was asked for last is the last. */
  private final Map<String, Decoding> decodings = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * How far a video is.
   *
   * @param ready how many of its frames are there, from the first on
   * @param figures of each frame as CSV; empty as long as it is decoded
   */
  public record Progress(int ready, Optional<String> figures) {}

  /**
   * @param folder for decoded videos, this library's own: made with the first, removed in the end
   * @param mostBytes how much may lie there
   */
  public FrameLibrary(Path folder, long mostBytes, VideoDecoder decoder) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.decoder = decoder;
  }

  /**
   * A frame of a clip as it is.
   *
   * @param index from 0
   * @throws IOException with a sentence if the clip's file was changed
   */
  public Frame frame(Clip clip, int index) throws IOException {
    return RawFrames.ofClip(clip, index);
  }

  /**
   * A frame of what a codec made of a clip.
   *
   * @param index from 0
   * @param patience how long it is waited for
   * @return empty if it is still to be decoded
   * @throws CandidateFault if the program's decoder failed before it
   * @throws IOException with a sentence if this machine cannot decode it
   */
  public Optional<Frame> frame(CodedVideo video, int index, Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    Decoding decoding = of(video);
    try {
      return decoding.frame(index, patience);
    } catch (NoSuchFileException e) {
      // It had to make room between two steps.
      return of(video).frame(index, patience);
    }
  }

  /**
   * Waits for a frame of what a codec made of a clip, and reads nothing of it.
   *
   * @return whether it is there; if not, it is still to be decoded
   * @throws CandidateFault if the program's decoder failed before it
   * @throws IOException with a sentence if this machine cannot decode it
   */
  public boolean await(CodedVideo video, int index, Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    return of(video).await(index, patience);
  }

  /**
   * How far a coded video is, which begins to be decoded if nobody asked before.
   *
   * @param patience how long its end is waited for
   */
  public Progress progress(CodedVideo video, Duration patience)
      throws CandidateFault, IOException, InterruptedException {
    return of(video).progress(patience);
  }

  private synchronized Decoding of(CodedVideo video) throws IOException {
    Decoding known = decodings.get(video.key());
    if (known != null && !known.mayBeTriedAgain()) {
      return known;
    }
    if (known != null) {
      Files.deleteIfExists(known.file());
      decodings.remove(video.key());
    }
    makeRoom(Decoding.bytes(video));
    Files.createDirectories(folder);
    Decoding begun = new Decoding(video, folder.resolve(UUID.randomUUID().toString()));
    decodings.put(video.key(), begun);
    threads.execute(() -> begun.run(decoder));
    return begun;
  }

  private void makeRoom(long bytes) throws IOException {
    long busy = 0;
    long kept = 0;
    int waiting = 0;
    for (Decoding each : decodings.values()) {
      kept += each.bytes();
      busy += each.hasEnded() ? 0 : each.bytes();
      waiting += each.hasEnded() ? 0 : 1;
    }
    if (waiting > MOST_WAITING) {
      throw new InfrastructureException(
          waiting + " videos are being decoded or wait for it; ask again when some are done.");
    }
    // Nothing goes for one that has no room even so.
    if (busy + bytes > mostBytes) {
      throw new InfrastructureException(
          "There is no room for its frames: they take %d MB, and %d MB may be kept of all that is decoded."
              .formatted(bytes / 1_000_000, mostBytes / 1_000_000));
    }
    Iterator<Decoding> eldest = decodings.values().iterator();
    while (kept + bytes > mostBytes && eldest.hasNext()) {
      Decoding next = eldest.next();
      if (next.hasEnded()) {
        eldest.remove();
        Files.deleteIfExists(next.file());
        kept -= next.bytes();
      }
    }
  }

  /** Stops what is decoded, and removes all frames. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    Folders.remove(folder);
  }
}
