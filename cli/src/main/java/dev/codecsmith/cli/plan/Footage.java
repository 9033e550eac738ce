package dev.codecsmith.cli.plan;

import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.source.FileAddress;
import dev.codecsmith.store.source.SourceFiles;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.clips.ImportedClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Loads a campaign's clips and refuses what campaigns cannot code. */
public final class Footage {
  private final ClipCatalogue catalogue;
  private final Optional<Integer> frames;
  private final Consumer<String> warnings;
  private final SourceFiles sources;
  private final Map<String, Given> names = new HashMap<>();

  /** A file, and the option that named it. */
  private record Given(Path file, String option) {}

  /**
   * @param warnings hears what a person should know who takes a clip for its file, in sentences
   */
  public Footage(ClipCatalogue catalogue, Optional<Integer> frames, Consumer<String> warnings) {
    this.catalogue = catalogue;
    this.frames = frames;
    this.warnings = warnings;
    this.sources = sources(catalogue);
  }

  /** Files at addresses, as they are kept beside a catalogue's clips. */
  public static SourceFiles sources(ClipCatalogue catalogue) {
    return new SourceFiles(catalogue.directory().resolve("sources"), AwsClients::s3);
  }

  /**
   * The files as clips; never fewer, never others. One that is named by an address is fetched into
   * the catalogue's folder once.
   *
   * @param option names them
   */
  public List<Clip> load(List<Path> files, String option) throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (Path named : files) {
      Optional<FileAddress> address = FileAddress.of(named);
      Path file = address.isPresent() ? sources.fetch(address.get()) : named;
      ImportedClip imported =
          catalogue.importFile(file, frames.map(OptionalInt::of).orElseGet(OptionalInt::empty));
      imported.notes().forEach(warnings);
      Clip clip = imported.clip();
      Given given = new Given(file, option);
      Optional<Given> other = Optional.ofNullable(names.putIfAbsent(clip.name(), given));
      if (other.isPresent()) {
        throw new IllegalArgumentException(twice(clip, other.get(), given));
      }
      clips.add(codable(clip, file));
    }
    return clips;
  }

  /** Generated clips, for a machine with no footage. */
  List<Clip> generated(List<GeneratedClipSpec> specs) throws IOException {
    List<Clip> clips = new ArrayList<>();
    for (GeneratedClipSpec spec : specs) {
      names.put(spec.name(), new Given(Path.of(spec.name()), "--clip"));
      int count = Math.max(frames.orElse(spec.frames()), spec.shots().size());
      clips.add(catalogue.generated(spec.withFrames(count)));
    }
    return clips;
  }

  private static String twice(Clip clip, Given one, Given other) throws IOException {
    if (!Files.exists(one.file()) || !Files.isSameFile(one.file(), other.file())) {
      return "The clips "
          + one.file()
          + " and "
          + other.file()
          + " would both be called '"
          + clip.name()
          + "'; rename one of the files.";
    }
    return one.option().equals(other.option())
        ? other.file() + " is given twice by " + other.option() + "; once is enough."
        : other.file()
            + " is given by --clip and by --hold-out; a clip that makes the score cannot be held"
            + " out. Name it once.";
  }

  private static Clip codable(Clip clip, Path file) throws IOException {
    PixelFormat found = clip.format().pixelFormat();
    if (!found.equals(PixelFormat.YUV420P)) {
      throw new VideoFormatException(
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
