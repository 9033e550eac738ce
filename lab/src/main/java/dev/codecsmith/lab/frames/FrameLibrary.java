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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
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
  private static final int MEGA = 1_000_000;

  /** A campaign may be measured beside. */
  private static final int AT_ONCE = 1;

  /** Who asks for more has long gone on to another. */
  private static final int MOST_WAITING = 8;

  /** So long a video that was looked at is taken to be looked at still. */
  private static final Duration LOOKED_AT = Duration.ofMinutes(1);

  private final Path folder;
  private final Room room;
  private final VideoDecoder decoder;
  private final InstantSource clock;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().name("frames").factory());

  /** By key; the one that was asked for last is the last. */
  private final SequencedMap<String, Decoding> decodings = new LinkedHashMap<>(16, 0.75f, true);

  private Instant lastAsked = Instant.EPOCH;

  /** How much may lie on the disk. */
  @FunctionalInterface
  public interface Room {
    /**
     * In bytes, all in all.
     *
     * @param kept how much lies there
     */
    long mostBytes(long kept) throws IOException;
  }

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
    this(folder, _ -> mostBytes, decoder, InstantSource.system());
  }

  /**
   * The same where how much may lie there changes.
   *
   * @param room asked when the folder is there
   */
  public FrameLibrary(Path folder, Room room, VideoDecoder decoder, InstantSource clock) {
    this.folder = folder;
    this.room = room;
    this.decoder = decoder;
    this.clock = clock;
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
      lastAsked = clock.instant();
      return known;
    }
    if (known != null) {
      Files.deleteIfExists(known.file());
      decodings.remove(video.key());
    }
    Files.createDirectories(folder);
    makeRoom(Decoding.bytes(video));
    Decoding begun = new Decoding(video, folder.resolve(UUID.randomUUID().toString()));
    decodings.put(video.key(), begun);
    lastAsked = clock.instant();
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
    long most = room.mostBytes(kept);
    // Nothing goes for one that has no room even so.
    if (busy + bytes > most) {
      throw new InfrastructureException(
          "There is no room for its frames: they take %d MB, and %d MB may be kept of all that is decoded."
              .formatted(bytes / MEGA, most / MEGA));
    }
    long beside = lookedAt();
    if (busy + beside + bytes > most) {
      throw new InfrastructureException(
          "There is no room for its frames beside those that were just looked at: they take %d and %d MB, and %d MB may be kept of all that is decoded. Look at one of them alone, a minute after the other."
              .formatted(bytes / MEGA, beside / MEGA, most / MEGA));
    }
    Iterator<Decoding> eldest = decodings.values().iterator();
    while (kept + bytes > most && eldest.hasNext()) {
      Decoding next = eldest.next();
      if (next.hasEnded()) {
        eldest.remove();
        Files.deleteIfExists(next.file());
        kept -= next.bytes();
      }
    }
  }

  /**
   * What the decoded video takes that is looked at now, beside which another one is asked for. Two
   * that have no room together would drive each other out with every frame, and be decoded anew.
   */
  private long lookedAt() {
    boolean isLookedAt = clock.instant().isBefore(lastAsked.plus(LOOKED_AT));
    return isLookedAt && !decodings.isEmpty() && decodings.lastEntry().getValue().hasEnded()
        ? decodings.lastEntry().getValue().bytes()
        : 0;
  }

  /** Stops what is decoded, and removes all frames. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    Folders.remove(folder);
  }
}
