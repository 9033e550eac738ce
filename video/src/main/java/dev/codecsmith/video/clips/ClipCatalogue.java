package dev.codecsmith.video.clips;

import static org.apache.commons.codec.digest.MessageDigestAlgorithms.SHA_256;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.ffmpeg.VideoFiles;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The clips that were decoded or generated once, kept as Y4M files in one directory.
 *
 * <p>Importing a file again is instant while the file is unchanged: the catalogue notes from which
 * state and content of the source a clip came, and decodes again when the content is another. Clips
 * are never overwritten, only added, so what was measured on a clip stays repeatable. Any number of
 * threads and processes may use one directory at once.
 */
public final class ClipCatalogue {
  private static final String ORIGINS = "origins";
  private static final int LEAST_HASH_DIGITS = 6;

  private final Path directory;
  private final ClipRecords records;

  /** The catalogue in a directory, which is made when the first clip comes. */
  public ClipCatalogue(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.records = new ClipRecords(this.directory);
  }

  /** Where the clips are kept. */
  public Path directory() {
    return directory;
  }

  /**
   * The clip that a file holds, decoded by {@link VideoFiles#open}, with what a person should know
   * about it. It is called as the file without its ending, with {@code -Nf} behind if only the
   * first N frames of more were taken. A clip that an earlier version made, which did not turn
   * pictures or measure rates, stays as it is.
   *
   * @param maxFrames take no more than so many frames from the beginning; at least 1
   * @throws VideoFormatException if the file cannot be read as video, see {@link VideoFiles#open}
   * @throws IOException if the clip cannot be written
   */
  public ImportedClip importFile(Path source, OptionalInt maxFrames) throws IOException {
    if (maxFrames.isPresent() && maxFrames.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "A clip needs at least one frame, asked for " + maxFrames.getAsInt() + ".");
    }
    ReadableFile.require(source);
    String limit = maxFrames.isPresent() ? Integer.toString(maxFrames.getAsInt()) : "all";
    Path originFile = originFile("file\n" + source.toRealPath() + "\n" + limit);
    long now = FileState.nowNanos();
    FileState state = FileState.of(source);

    Optional<ClipOrigin> origin = ClipOrigin.read(originFile);
    Optional<Clip> present =
        origin.isPresent() ? records.load(origin.get().clipId()) : Optional.empty();
    if (present.isPresent()
        && origin.orElseThrow().notes().isPresent()
        && isTrusted(state, origin.get())) {
      return new ImportedClip(present.get(), origin.get().notes().get());
    }
    prepareDirectory();
    String content = new DigestUtils(SHA_256).digestAsHex(source);
    boolean sameContent = origin.isPresent() && content.equals(origin.get().content());
    ImportedClip imported =
        present.isPresent() && sameContent
            ? known(present.get(), origin.orElseThrow(), source, maxFrames)
            : decode(source, maxFrames);
    if (!state.equals(FileState.of(source))) {
      throw new VideoFormatException(
          source + " was changed while it was read: import it again when it is complete.");
    }
    String id = ClipRecords.id(imported.clip().name(), imported.clip().sha256());
    new ClipOrigin(
            source.toString(), state.fingerprint(), content, now, id, Optional.of(imported.notes()))
        .write(originFile);
    return imported;
  }

  /** A clip that was made of this content before; where nobody looked for notes, they are made. */
  private static ImportedClip known(
      Clip clip, ClipOrigin origin, Path source, OptionalInt maxFrames) throws IOException {
    if (origin.notes().isPresent()) {
      return new ImportedClip(clip, origin.notes().get());
    }
    try (FrameReader reader = VideoFiles.open(source, maxFrames)) {
      List<String> notes = new ArrayList<>(notes(source, reader));
      boolean asNow =
          reader.format().equals(clip.format())
              && reader.next().orElseThrow().samples().mismatch(firstFrame(clip)) < 0;
      if (!asNow) {
        notes.add(
            source
                + " was decoded by an earlier version of Codecsmith, and its clip "
                + clip.name()
                + ", "
                + clip.format().describe()
                + ", stays so in this data folder, so that what was measured on it can be"
                + " continued; in a new data folder it is "
                + reader.format().describe()
                + ".");
      }
      return new ImportedClip(clip, notes);
    } catch (VideoFormatException e) {
      return new ImportedClip(
          clip,
          List.of(
              "The clip "
                  + clip.name()
                  + " was made by an earlier version of Codecsmith and stays as it is, though today"
                  + " its file would be refused: "
                  + e.getMessage()));
    }
  }

  private static MemorySegment firstFrame(Clip clip) throws IOException {
    try (FrameReader reader = clip.open()) {
      return reader.next().orElseThrow().copy().samples();
    }
  }

  private static List<String> notes(Path source, FrameReader reader) {
    List<String> notes = new ArrayList<>(reader.notes());
    List<String> remarks = reader.properties().remarks();
    if (!remarks.isEmpty()) {
      notes.add(
          source
              + ": "
              + String.join("; ", remarks)
              + ". Its frames are taken as they were coded, and the clip does not say so.");
    }
    return notes;
  }

  /**
   * The clip that {@link ClipGenerator} makes of a specification, made on first use.
   *
   * @throws IOException if the clip cannot be written
   */
  public Clip generated(GeneratedClipSpec spec) throws IOException {
    Path originFile = originFile("generated\n" + ClipGenerator.VERSION + "\n" + spec);
    Optional<ClipOrigin> origin = ClipOrigin.read(originFile);
    Optional<Clip> present =
        origin.isPresent() ? records.load(origin.get().clipId()) : Optional.empty();
    if (present.isPresent()) {
      return present.get();
    }
    prepareDirectory();
    try (FrameReader frames = new ClipGenerator(spec).reader()) {
      Clip clip = write(spec.name(), frames, spec.frames());
      String id = ClipRecords.id(clip.name(), clip.sha256());
      new ClipOrigin(spec.toString(), "", "", FileState.nowNanos(), id, Optional.empty())
          .write(originFile);
      return clip;
    }
  }

  /**
   * All clips, by name and then by SHA-256. A clip whose video file was deleted is none.
   *
   * @throws VideoFormatException if a clip's file is not what it was when it was added
   */
  public List<Clip> list() throws IOException {
    return records.all();
  }

  /**
   * The clip of a name, or of the first digits of a SHA-256, at least {@value #LEAST_HASH_DIGITS}.
   *
   * @throws VideoFormatException if there are several
   */
  public Optional<Clip> find(String nameOrHash) throws IOException {
    boolean maybeHash = nameOrHash.length() >= LEAST_HASH_DIGITS && nameOrHash.matches("[0-9a-f]+");
    List<Clip> found =
        list().stream()
            .filter(clip ->
                clip.name().equals(nameOrHash)
                    || (maybeHash && clip.sha256().startsWith(nameOrHash)))
            .toList();
    if (found.size() > 1) {
      throw new VideoFormatException(
          "There are several clips \"%s\": say which by the first digits of its SHA-256, %s."
              .formatted(
                  nameOrHash,
                  String.join(
                      " or ", found.stream().map(c -> c.sha256().substring(0, 12)).toList())));
    }
    return found.stream().findFirst();
  }

  /** Whether a source in this state surely has the content it had when its origin was noted. */
  private static boolean isTrusted(FileState state, ClipOrigin origin) {
    return state.fingerprint().equals(origin.state())
        && !state.mayHideAChangeAfter(origin.seenNanos());
  }

  private ImportedClip decode(Path source, OptionalInt maxFrames) throws IOException {
    try (FrameReader reader = VideoFiles.open(source, maxFrames)) {
      Clip clip = write(nameOf(source), reader, maxFrames.orElse(Integer.MAX_VALUE));
      return new ImportedClip(clip, notes(source, reader));
    }
  }

  private Clip write(String name, FrameReader reader, int maxFrames) throws IOException {
    VideoFormat format = reader.format();
    try (PendingFile file = new PendingFile(directory)) {
      Y4mWriter writer = new Y4mWriter(file.out(), format);
      int frames = 0;
      Optional<Frame> frame = reader.next();
      while (frame.isPresent() && frames < maxFrames) {
        writer.write(frame.get());
        frames++;
        frame = reader.next();
      }
      writer.flush();
      String fullName = frame.isPresent() ? name + "-" + frames + "f" : name;
      return records.add(fullName, format, frames, file);
    }
  }

  private void prepareDirectory() throws IOException {
    try {
      Files.createDirectories(directory.resolve(ORIGINS));
      PendingFile.deleteAbandoned(directory);
    } catch (IOException e) {
      throw PendingFile.cannotWrite(directory, e);
    }
  }

  private Path originFile(String what) {
    return directory.resolve(ORIGINS).resolve(DigestUtils.sha256Hex(what).substring(0, 32));
  }

  private static String nameOf(Path source) {
    String file = source.getFileName().toString();
    int dot = file.lastIndexOf('.');
    String stem = dot > 0 ? file.substring(0, dot) : file;
    String clean = stem.replaceAll("[^\\p{L}\\p{N}._-]", "_");
    return clean.length() > 80 ? clean.substring(0, 80) : clean;
  }
}
