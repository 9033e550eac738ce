package dev.codecsmith.codec.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host in a real process, with codecs that do what codecs do wrong. */
class CodecHostTest {
  // The quality chooses the behaviour of the encoder, the bitstream's byte that of the decoder.
  private static final String CODEC =
      """
      package odd;

      import dev.codecsmith.codec.*;
      import java.io.*;
      import java.util.ArrayList;
      import java.util.List;

      public class OddCodec implements Codec {
        @Override
        public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) throws IOException {
          Frame frame = new Frame(format);
          frames.read(frame);
          out.write(frame.get(0, 0, 0));
          switch (quality) {
            case 1 -> System.out.println("chatter");
            case 2 -> fail(3);
            case 3 -> overflow(1);
            case 4 -> {
              List<byte[]> hoard = new ArrayList<>();
              while (true) {
                hoard.add(new byte[1 << 20]);
              }
            }
            case 5 -> {
              Thread thread = new Thread(() -> {
                while (true) {
                  Thread.onSpinWait();
                }
              });
              thread.start();
              Runtime.getRuntime().addShutdownHook(new Thread(() -> overflow(1)));
              out.flush();
              out.close();
              out.write(7);
            }
            default -> throw new UnsupportedOperationException();
          }
        }

        private static void fail(int depth) {
          if (depth == 0) {
            throw new IllegalStateException("block 7 went wrong", new ArithmeticException("by zero"));
          }
          fail(depth - 1);
        }

        private static int overflow(int depth) {
          return overflow(depth + 1) + 1;
        }

        @Override
        public void decode(InputStream in, FrameWriter frames) throws IOException {
          VideoFormat format = new VideoFormat(2, 2, 25, 1, ChromaFormat.YUV420, 8);
          switch (in.read()) {
            case 1 -> frames.write(new Frame(format));
            case 2 -> {
              frames.start(format);
              frames.start(format);
            }
            default -> frames.start(format);
          }
        }
      }

      abstract class Hidden implements Codec {}
      """;

  @TempDir static Path directory;
  private static HostProcess host;
  private static String source;

  @BeforeAll
  static void compile() throws IOException {
    host = HostProcess.compile(directory, "odd.OddCodec", CODEC);
    source =
        Files.write(
                directory.resolve("source.y4m"),
                "YUV4MPEG2 W2 H2 F25:1\nFRAME\nABCDEF".getBytes(StandardCharsets.ISO_8859_1))
            .toString();
  }

  @Test
  void whatTheCodecPrintsDoesNotReachTheBitstream() throws Exception {
    HostProcess.Result result = encode(1);

    assertThat(result.exit()).isZero();
    assertThat(result.out()).isEqualTo(new byte[] {'A'});
    assertThat(result.err()).isEqualTo("chatter\n");
  }

  @Test
  void anExceptionShowsTheCodecsOwnFramesAndWritesNothing() throws Exception {
    HostProcess.Result result = encode(2);

    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_CODEC_FAILED);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("java.lang.IllegalStateException: block 7 went wrong\n\tat odd.OddCodec.fail(")
        .contains("OddCodec.java:")
        .contains("Caused by: java.lang.ArithmeticException: by zero\n")
        .doesNotContain("CodecHost")
        .doesNotContain("reflect");
  }

  @Test
  void anEndlessRecursionIsAShortMessage() throws Exception {
    HostProcess.Result result = encode(3);

    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_CODEC_FAILED);
    assertThat(result.err()).startsWith("java.lang.StackOverflowError").contains("more");
    assertThat(result.err().lines()).hasSizeLessThan(30);
  }

  @Test
  void runningOutOfMemoryHasItsOwnExitCode() throws Exception {
    HostProcess.Result result = host.run(List.of("-Xmx24m"), "odd.OddCodec", "encode", source, "4");

    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_OUT_OF_MEMORY);
    assertThat(result.err()).startsWith("The codec ran out of memory.");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void threadsLeftBehindAndAClosedStreamDoNoHarm() throws Exception {
    HostProcess.Result result = encode(5);

    assertThat(result.exit()).isZero();
    assertThat(result.out()).isEqualTo(new byte[] {'A', 7});
  }

  @ParameterizedTest
  @CsvSource({
    "1, FrameWriter.write was called before FrameWriter.start",
    "2, FrameWriter.start was called twice",
    "3, The decoder returned without having written a frame"
  })
  void aDecoderThatBreaksTheOrderOfCallsFails(int behaviour, String message) throws Exception {
    Path bitstream = Files.write(directory.resolve("bitstream"), new byte[] {(byte) behaviour});

    HostProcess.Result result = host.run("odd.OddCodec", "decode", bitstream.toString());

    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_CODEC_FAILED);
    assertThat(result.err()).contains("IllegalStateException: " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "odd.Missing encode SOURCE 50, The entry class odd.Missing is not on the class path",
    "odd/OddCodec encode SOURCE 50, The entry class odd/OddCodec",
    "java.lang.String encode SOURCE 50, does not implement dev.codecsmith.codec.Codec",
    "odd.Hidden encode SOURCE 50, 'it must be public, not abstract'",
    "odd.OddCodec encode SOURCE 101, QUALITY is 101",
    "odd.OddCodec encode SOURCE high, QUALITY is high",
    "odd.OddCodec encode SOURCE-not-there 50, The input cannot be read",
    "odd.OddCodec transcode SOURCE, Usage: CodecHost",
    "odd.OddCodec encode SOURCE, Usage: CodecHost"
  })
  void wrongUseEndsInOneSentence(String arguments, String message) throws Exception {
    HostProcess.Result result = host.run(arguments.replace("SOURCE", source).split(" "));

    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_WRONG_USE);
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  private HostProcess.Result encode(int quality) throws Exception {
    return host.run("odd.OddCodec", "encode", source, Integer.toString(quality));
  }
}
