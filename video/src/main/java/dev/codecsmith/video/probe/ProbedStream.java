package dev.codecsmith.video.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What ffprobe says of a file's video stream and of the first frame in it. */
public final class ProbedStream {
  /** What ffprobe is asked for, before the file. */
  public static final List<String> ARGUMENTS =
      List.of(
          "-show_format",
          "-show_streams",
          "-show_frames",
          "-read_intervals",
          "%+#1",
          "-of",
          "flat");

  private static final String STREAM = "streams.stream.0.";
  private static final String FRAME = "frames.frame.0.";
  private static final String MATRIX = "displaymatrix";

  /** Names of ffmpeg's that mean the same numbers. */
  private static final Map<String, String> SAME_MATRIX =
      Map.of("bt470bg", "bt601", "smpte170m", "bt601", "gbr", "rgb");

  private static final Map<String, String> SAME_PRIMARIES =
      Map.of("smpte170m", "bt601-525", "smpte240m", "bt601-525", "bt470bg", "bt601-625");

  private static final Map<String, String> SAME_TRANSFER =
      Map.of("smpte170m", "bt709", "bt2020-10", "bt709", "bt2020-12", "bt709");

  private static final Map<String, String> FIELD_ORDERS =
      Map.of(
          "tt", "top field first",
          "tb", "top field first",
          "bb", "bottom field first",
          "bt", "bottom field first");

  private final Map<String, String> values;

  private ProbedStream(Map<String, String> values) {
    this.values = values;
  }

  /** Reads what ffprobe printed on {@link #ARGUMENTS}; empty if it found no video stream. */
  public static Optional<ProbedStream> parse(String flat) {
    Map<String, String> values = new HashMap<>();
    for (String line : flat.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(line.substring(0, equals), unquoted(line.substring(equals + 1)));
      }
    }
    return values.containsKey(STREAM + "codec_type")
        ? Optional.of(new ProbedStream(values))
        : Optional.empty();
  }

  /** ffmpeg's name of the samples' format; empty if it is unknown. */
  public Optional<String> pixelFormat() {
    return said("pix_fmt");
  }

  /** Whether the container has alpha beside the pictures, which decoders leave out. */
  public boolean hasAlphaBeside() {
    return values.getOrDefault(STREAM + "tags.alpha_mode", "0").equals("1");
  }

  /** Whether ffmpeg takes the file for text, which it would draw as pictures. */
  public boolean isText() {
    return values.getOrDefault("format.format_name", "").equals("tty");
  }

  /** How the pictures are to be shown. */
  public Orientation orientation() {
    return sideData(FRAME, MATRIX)
        .or(() -> sideData(STREAM, MATRIX))
        .flatMap(Orientation::parse)
        .orElse(Orientation.UPRIGHT);
  }

  /**
   * What the container cuts off what the codec gives, such as {@code 8 columns left, 4 rows above};
   * empty if nothing. What the codec itself cuts off is none of its pictures.
   */
  public Optional<String> cropping() {
    StringBuilder words = new StringBuilder();
    for (String[] side :
        new String[][] {
          {"crop_left", "columns left"},
          {"crop_right", "columns right"},
          {"crop_top", "rows above"},
          {"crop_bottom", "rows below"}
        }) {
      String cut = sideData(STREAM, side[0]).orElse("0");
      if (!cut.equals("0")) {
        words.append(words.isEmpty() ? "" : ", ").append(cut).append(' ').append(side[1]);
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(words.toString());
  }

  /** How the samples are to be understood. */
  public PictureProperties properties() {
    Map<Property, String> properties = new HashMap<>();
    properties.put(Property.PIXEL_ASPECT, said("sample_aspect_ratio").orElse("1:1"));
    properties.put(Property.FIELD_ORDER, fieldOrder());
    properties.put(Property.SAMPLE_RANGE, range());
    properties.put(Property.COLOUR_MATRIX, colour("color_space", SAME_MATRIX));
    properties.put(Property.COLOUR_PRIMARIES, colour("color_primaries", SAME_PRIMARIES));
    properties.put(Property.TRANSFER, colour("color_transfer", SAME_TRANSFER));
    return new PictureProperties(properties);
  }

  /** A frame rate the stream names, {@code r_frame_rate} or {@code avg_frame_rate}: 30000/1001. */
  public Optional<String> rate(String name) {
    return said(STREAM, name).filter(rate -> rate.matches("[1-9][0-9]*/[1-9][0-9]*"));
  }

  /** Seconds of a tick of the stream's time stamps. */
  OptionalDouble tickSeconds() {
    Optional<String> base =
        said(STREAM, "time_base").filter(text -> text.matches("[1-9][0-9]{0,9}/[1-9][0-9]{0,9}"));
    if (base.isEmpty()) {
      return OptionalDouble.empty();
    }
    String[] parts = base.get().split("/", -1);
    return OptionalDouble.of(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
  }

  /** How long the stream lasts in seconds, as its container says. */
  OptionalDouble seconds() {
    Optional<String> seconds = said(STREAM, "duration").filter(text -> text.matches("[0-9.]+"));
    if (seconds.isPresent()) {
      return OptionalDouble.of(Double.parseDouble(seconds.get()));
    }
    // Matroska's statistics: hours, minutes, seconds.
    String[] parts = values.getOrDefault(STREAM + "tags.DURATION", "").split(":", -1);
    if (parts.length == 3 && String.join("", parts).matches("[0-9]+(?:\\.[0-9]+)?")) {
      return OptionalDouble.of(
          3600 * Double.parseDouble(parts[0])
              + 60 * Double.parseDouble(parts[1])
              + Double.parseDouble(parts[2]));
    }
    return OptionalDouble.empty();
  }

  private String fieldOrder() {
    String byStream = values.getOrDefault(STREAM + "field_order", "");
    if (FIELD_ORDERS.containsKey(byStream)) {
      return FIELD_ORDERS.getOrDefault(byStream, byStream);
    }
    if (!values.getOrDefault(FRAME + "interlaced_frame", "0").equals("1")) {
      return PictureProperties.PROGRESSIVE;
    }
    return values.getOrDefault(FRAME + "top_field_first", "0").equals("1")
        ? "top field first"
        : "bottom field first";
  }

  private String range() {
    return switch (said("color_range").orElse("")) {
      case "pc", "jpeg", "full" -> PictureProperties.FULL;
      case "tv", "mpeg", "limited" -> PictureProperties.LIMITED;
      default ->
          pixelFormat().orElse("").startsWith("yuvj")
              ? PictureProperties.FULL
              : PictureProperties.UNKNOWN;
    };
  }

  private String colour(String name, Map<String, String> same) {
    return said(name)
        .map(value -> same.getOrDefault(value, value))
        .orElse(PictureProperties.UNKNOWN);
  }

  /** A value as the first frame has it, or else as the stream has it. */
  private Optional<String> said(String name) {
    return said(FRAME, name).or(() -> said(STREAM, name));
  }

  private Optional<String> said(String place, String name) {
    return Optional.ofNullable(values.get(place + name))
        .filter(
            value -> !List.of("N/A", "unknown", "unspecified", "reserved", "0:1").contains(value));
  }

  private Optional<String> sideData(String place, String name) {
    for (int i = 0; values.containsKey(place + sideData(i) + "side_data_type"); i++) {
      String value = values.get(place + sideData(i) + name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static String sideData(int i) {
    return "side_data_list.side_data." + i + ".";
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replace("\\n", "\n")
        : value;
  }
}
