package dev.codecsmith.cli;

import dev.codecsmith.video.Clip;
import dev.codecsmith.video.ClipCatalogue;
import dev.codecsmith.video.GeneratedClipSpec;
import dev.codecsmith.video.PixelFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Loads a campaign's clips and refuses what campaigns cannot code. */
final class Footage {
  private final ClipCatalogue catalogue;
  private final Optional<Integer> frames;
  private final Map<String, Path> names = new HashMap<>();

  Footage(ClipCatalogue catalogue, Optional<Integer> frames) {
    this.catalogue = catalogue;
    this.frames = frames;
  }

  /** The files as clips; never fewer, never others. */
  List<Clip> load(List<Path> files) throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (Path file : files) {
      Clip clip =
          catalogue.importFile(file, frames.map(OptionalInt::of).orElseGet(OptionalInt::empty));
      Path other = names.putIfAbsent(clip.name(), file);
      if (other != null) {
        throw new IOException(
            "The clips "
                + other
                + " and "
                + file
                + " would both be called '"
                + clip.name()
                + "'; rename one of the files.");
      }
      clips.add(codable(clip, file));
    }
    return clips;
  }

  /** Generated clips, for a machine with no footage. */
  List<Clip> generated() throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (GeneratedClipSpec spec : GeneratedClipSpec.DEFAULTS) {
      names.put(spec.name(), Path.of(spec.name()));
      int count = Math.max(frames.orElse(spec.frames()), spec.shots().size());
      clips.add(
          catalogue.generated(
              new GeneratedClipSpec(spec.name(), spec.format(), count, spec.seed(), spec.shots())));
    }
    return clips;
  }

  private static Clip codable(Clip clip, Path file) throws IOException {
    PixelFormat found = clip.format().pixelFormat();
    if (!found.equals(PixelFormat.YUV420P)) {
      throw new IOException(
          "Campaigns code 8-bit 4:2:0 footage; "
              + file
              + " is "
              + found.ffmpegName()
              + ". Convert it first, for example: ffmpeg -i "
              + file.getFileName()
              + " -pix_fmt yuv420p -c:v ffv1 converted.mkv");
    }
    return clip;
  }
}
