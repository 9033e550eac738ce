package dev.codecsmith.codec.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example in the Javadoc of Codec, taken from there, compiled and run. */
class DocumentedExampleTest {
  private static final String ENTRY = "dpcm.DpcmCodec";

  @TempDir static Path directory;
  private static HostProcess host;

  @BeforeAll
  static void compile() throws IOException {
    host = HostProcess.compile(directory, ENTRY, example());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 420jpeg, 1",
    "33, 17, 420jpeg, 3",
    "16, 16, mono, 2",
    "7, 5, 422, 2",
    "7, 5, 444p10, 2",
    "8, 8, 420p16, 2"
  })
  void itDecodesWhatItEncoded(int width, int height, String chroma, int frames) throws Exception {
    Path source = directory.resolve("source.y4m");
    byte[] y4m = clip(width, height, chroma, frames);
    Files.write(source, y4m);

    byte[] coarse = roundTrip(source, 20);
    byte[] fine = roundTrip(source, 80);

    assertThat(coarse).hasSameSizeAs(y4m).startsWith(headerOf(y4m));
    assertThat(error(fine, y4m)).isLessThanOrEqualTo(error(coarse, y4m));
  }

  private byte[] roundTrip(Path source, int quality) throws Exception {
    HostProcess.Result encoded =
        host.run(ENTRY, "encode", source.toString(), Integer.toString(quality));
    assertThat(encoded.err()).isEmpty();
    assertThat(encoded.exit()).isZero();
    Path bitstream = directory.resolve("bitstream");
    Files.write(bitstream, encoded.out());
    HostProcess.Result decoded = host.run(ENTRY, "decode", bitstream.toString());
    assertThat(decoded.err()).isEmpty();
    assertThat(decoded.exit()).isZero();
    return decoded.out();
  }

  private static byte[] clip(int width, int height, String chroma, int frames) {
    int cw = chroma.startsWith("444") ? width : (width + 1) / 2;
    int ch = chroma.startsWith("420") ? (height + 1) / 2 : height;
    int samples = width * height + (chroma.startsWith("mono") ? 0 : 2 * cw * ch);
    boolean wide = chroma.contains("p1");
    StringBuilder text = new StringBuilder();
    text.append("YUV4MPEG2 W").append(width).append(" H").append(height);
    text.append(" F30000:1001 Ip A1:1 C").append(chroma).append('\n');
    for (int n = 0; n < frames; n++) {
      text.append("FRAME\n");
      for (int i = 0; i < samples; i++) {
        text.append((char) (60 + (i * 7 + i * i / 50 + n) % 128));
        if (wide) {
          text.append((char) (i % 4));
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] headerOf(byte[] y4m) {
    String text = new String(y4m, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf('\n') + 1).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static long error(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      int d = (a[i] & 0xFF) - (b[i] & 0xFF);
      sum += (long) d * d;
    }
    return sum;
  }

  private static String example() throws IOException {
    Path source =
        Path.of(
            System.getProperty("codecsmith.root"),
            "codec-api/src/main/java/dev/codecsmith/codec/Codec.java");
    StringBuilder example = new StringBuilder();
    boolean inside = false;
    for (String line : Files.readAllLines(source)) {
      if (line.equals(" * }</pre>")) {
        return example.toString();
      }
      if (inside) {
        example.append(line.length() > 3 ? line.substring(3) : "").append('\n');
      }
      inside |= line.equals(" * <pre>{@code");
    }
    throw new AssertionError("Codec.java holds no example");
  }
}
