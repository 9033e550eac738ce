package dev.codecsmith.video.clips;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a catalogue: for each clip {@code ID.y4m} and {@code ID.clip}, where ID is its name
 * and the first digits of its SHA-256. {@code ID.clip} says what the video file is, and its state
 * when that was last known to be true; if the state is another now, the content is hashed again.
 */
final class ClipRecords {
  private static final String RECORD = ".clip";
  private static final int ID_DIGITS = 12;

  private final Path directory;

  ClipRecords(Path directory) {
    this.directory = directory;
  }

  static String id(String name, String sha256) {
    return name + "-" + sha256.substring(0, ID_DIGITS);
  }

  /** Makes a written file part of the catalogue, unless the same is there already. */
  Clip add(String name, VideoFormat format, int frames, PendingFile y4m) throws IOException {
    String sha256 = y4m.sha256();
    String id = id(name, sha256);
    Path target = directory.resolve(id + ".y4m");
    Optional<Clip> present = load(id);
    if (present.isPresent()) {
      return present.get();
    }
    y4m.commit(target);
    openToPrograms(target);
    Clip clip = new Clip(name, target, format, frames, sha256);
    write(id, clip);
    return clip;
  }

  /**
   * The clip of an id, or empty if its video or its record is not there.
   *
   * @throws VideoFormatException if the video file is not what it was
   */
  Optional<Clip> load(String id) throws IOException {
    Path record = directory.resolve(id + RECORD);
    Path y4m = directory.resolve(id + ".y4m");
    Optional<KeyValueFile> stored = KeyValueFile.read(record);
    if (stored.isEmpty() || !Files.exists(y4m)) {
      return Optional.empty();
    }
    openToPrograms(y4m);
    Clip clip;
    String state;
    try {
      clip = clip(stored.get(), y4m);
      state = stored.get().get("state");
    } catch (IllegalArgumentException e) {
      throw new VideoFormatException(
          "The clip record %s is damaged: %s. Delete it and add the clip again."
              .formatted(record, e.getMessage()),
          e);
    }
    if (!state.equals(FileState.of(y4m).fingerprint())) {
      clip.verify();
      write(id, clip);
    }
    return Optional.of(clip);
  }

  private void openToPrograms(Path y4m) {
    try {
      ProgramAccess.open(y4m, directory);
    } catch (IOException e) {
      // In a folder of somebody else, or that is read-only, it stays as it is; who needs more says
      // so.
    }
  }

  /** All clips, by name and then by SHA-256. */
  List<Clip> all() throws IOException {
    List<Clip> clips = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      List<String> names;
      try (Stream<Path> files = Files.list(directory)) {
        names = files.map(file -> file.getFileName().toString()).sorted().toList();
      }
      for (String name : names) {
        if (name.endsWith(RECORD)) {
          load(name.substring(0, name.length() - RECORD.length())).ifPresent(clips::add);
        }
      }
    }
    return clips;
  }

  private void write(String id, Clip clip) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", clip.name());
    values.put("width", clip.format().width());
    values.put("height", clip.format().height());
    values.put("pixel_format", clip.format().pixelFormat().ffmpegName());
    values.put("frame_rate", clip.format().frameRate());
    values.put("frames", clip.frames());
    values.put("sha256", clip.sha256());
    values.put("state", FileState.of(clip.y4m()).fingerprint());
    KeyValueFile.write(directory.resolve(id + RECORD), values);
  }

  private static Clip clip(KeyValueFile stored, Path y4m) {
    VideoFormat format =
        new VideoFormat(
            stored.getInt("width"),
            stored.getInt("height"),
            PixelFormat.ofFfmpegName(stored.get("pixel_format")),
            Rational.parse(stored.get("frame_rate")));
    return new Clip(stored.get("name"), y4m, format, stored.getInt("frames"), stored.get("sha256"));
  }
}
