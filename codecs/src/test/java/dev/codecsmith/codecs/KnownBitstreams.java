package dev.codecsmith.codecs;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Bitstreams that were written once, on one machine, with the SHA-256 of what their decoders made
 * of them: a file begins with the 32 bytes of the sum. {@link #main} writes them anew, which a
 * program whose bitstream has changed needs.
 */
final class KnownBitstreams {
  private static final int SUM_BYTES = 32;
  private static final int QUALITY = 60;

  private KnownBitstreams() {}

  static byte[] bitstream(String program) throws IOException {
    byte[] file = read(program);
    return Arrays.copyOfRange(file, SUM_BYTES, file.length);
  }

  /** What the program's encoder makes of the same clip now. */
  static byte[] encoded(String program) throws IOException {
    return CodecRun.encode(CodecRun.type(program), clip(), QUALITY);
  }

  /** The SHA-256 of the frames that it gave, hexadecimal. */
  static String frames(String program) throws IOException {
    return HexFormat.of().formatHex(read(program), 0, SUM_BYTES);
  }

  private static byte[] read(String program) throws IOException {
    try (InputStream in = KnownBitstreams.class.getResourceAsStream("known/" + program + ".bin")) {
      if (in == null) {
        throw new AssertionError("No known bitstream of " + program);
      }
      return in.readAllBytes();
    }
  }

  /** The SHA-256 of all samples, two bytes each, planes and frames one after the other. */
  static String sum(List<Frame> clip) {
    return HexFormat.of().formatHex(digest(clip));
  }

  /** The SHA-256 of a bitstream, hexadecimal. */
  static String sum(byte[] bitstream) {
    return HexFormat.of().formatHex(sha256().digest(bitstream));
  }

  private static byte[] digest(List<Frame> clip) {
    MessageDigest digest = sha256();
    for (Frame frame : clip) {
      for (int p = 0; p < frame.format().planes(); p++) {
        ByteBuffer samples = ByteBuffer.allocate(2 * frame.plane(p).length);
        samples.asShortBuffer().put(frame.plane(p));
        digest.update(samples);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Motion, a scene cut and noise, 10 bits: whole groups of the strongest programs. */
  private static List<Frame> clip() {
    VideoFormat format = new VideoFormat(70, 50, 25, 1, ChromaFormat.YUV420, 10);
    List<Frame> clip = new ArrayList<>(TestClips.moving(format, 18));
    clip.addAll(TestClips.noise(format, 1));
    return clip;
  }

  /**
   * Writes them.
   *
   * @param args the folder of the resources, then names of programs
   */
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      Class<?> codec = CodecRun.type(args[i]);
      byte[] bitstream = encoded(args[i]);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(digest(CodecRun.decode(codec, bitstream)));
      file.writeBytes(bitstream);
      Files.write(Path.of(args[0], args[i] + ".bin"), file.toByteArray());
    }
  }
}
