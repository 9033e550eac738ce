package dev.codecsmith.lab.points;

import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where an encoder says that decoding of a bitstream may begin: lines {@code random-access: FRAME
 * OFFSET} on its standard error. What stands before the offset of frame 0 is the header.
 *
 * @param offsets bytes from the start of the bitstream, by frame
 */
record RandomAccess(SortedMap<Integer, Long> offsets) {
  private static final Pattern LINE =
      Pattern.compile("^random-access: (\\d{1,9}) (\\d{1,18})$", Pattern.MULTILINE);

  /**
   * Reads the lines.
   *
   * @throws IllegalArgumentException with a sentence, without its full stop, if they are not those
   *     that must be there
   */
  static RandomAccess read(String standardError, Clip clip, int each, long bytes) {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    Matcher line = LINE.matcher(standardError.replace("\r\n", "\n"));
    while (line.find()) {
      offsets.put(Integer.parseInt(line.group(1)), Long.parseLong(line.group(2)));
    }
    long before = -1;
    for (int frame = 0; frame < clip.frames(); frame += each) {
      Long offset = offsets.get(frame);
      if (offset == null) {
        throw new IllegalArgumentException(
            "no line 'random-access: " + frame + " OFFSET' on standard error");
      }
      if (offset <= before || offset >= bytes) {
        throw new IllegalArgumentException(
            "the offset of frame "
                + frame
                + " is "
                + offset
                + ", which is not behind that of the point before and within the "
                + bytes
                + " bytes of the bitstream");
      }
      before = offset;
    }
    offsets.keySet().removeIf(frame -> frame % each != 0 || frame >= clip.frames());
    return new RandomAccess(offsets);
  }

  /**
   * The frame from which decoding is tried, by the hash of program, clip and QUALITY, so that no
   * program can know it; empty where there is but the first.
   */
  Optional<Integer> sample(String programSha256, Clip clip, int quality) {
    if (offsets.size() < 2) {
      return Optional.empty();
    }
    byte[] hash = DigestUtils.sha256(programSha256 + "/" + clip.sha256() + "/" + quality);
    int chosen = 1 + Math.floorMod(ByteBuffer.wrap(hash).getInt(), offsets.size() - 1);
    return Optional.of(offsets.keySet().stream().skip(chosen).findFirst().orElseThrow());
  }

  /** Writes the header and what comes from the frame's offset on into a file. */
  void cut(Path bitstream, int frame, Path file) throws IOException {
    long header = offsets.getOrDefault(0, 0L);
    try (InputStream in = Files.newInputStream(bitstream);
        OutputStream out = Files.newOutputStream(file)) {
      out.write(in.readNBytes(Math.toIntExact(header)));
      in.skipNBytes(offsets.getOrDefault(frame, header) - header);
      in.transferTo(out);
    }
  }
}
