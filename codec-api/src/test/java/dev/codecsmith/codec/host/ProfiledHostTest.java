package dev.codecsmith.codec.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfiledHostTest {
  /**
   * It works until the one who looks at it has done so for a while, however busy the machine is.
   */
  private static final String CODEC =
      """
      package busy;

      import dev.codecsmith.codec.*;
      import java.io.*;
      import java.lang.management.*;

      public class BusyCodec implements Codec {
        @Override
        public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) throws IOException {
          out.write(work() != 0 ? 1 : 2);
        }

        private static long work() {
          long sum = 1;
          while (lookedAtNanos() < 30_000_000L) {
            sum = turn(sum);
          }
          return sum | 1;
        }

        private static long lookedAtNanos() {
          ThreadMXBean threads = ManagementFactory.getThreadMXBean();
          for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("profile")) {
              return threads.getThreadCpuTime(thread.threadId());
            }
          }
          return 0;
        }

        private static long turn(long sum) {
          for (int i = 0; i < 10_000_000; i++) {
            sum = sum * 6364136223846793005L + i;
          }
          return sum;
        }

        @Override
        public void decode(InputStream in, FrameWriter frames) throws IOException {
          throw new IOException("no frames");
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void tellsWhichMethodsWereAtWorkAndWritesTheSameBitstream() throws Exception {
    HostProcess host = HostProcess.compile(folder, "busy.BusyCodec", CODEC);
    Path clip = folder.resolve("clip.y4m");
    Files.writeString(clip, "YUV4MPEG2 W2 H2 F25:1 C420jpeg\n");
    HostProcess.Result result =
        host.run(ProfiledHost.class, List.of(), "busy.BusyCodec", "encode", clip.toString(), "50");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).containsExactly(1);
    assertThat(result.err().lines())
        .anyMatch(line ->
            line.matches(
                "codecsmith-time samples=\\d+ self=\\d+ total=\\d+ method=busy\\.BusyCodec\\.(turn|work)"))
        .noneMatch(line -> line.contains("codec.host"));
  }

  @Test
  void aCodecThatFailsFailsAsUnderTheOtherHost() throws Exception {
    HostProcess host = HostProcess.compile(folder, "busy.BusyCodec", CODEC);
    Path bitstream = Files.write(folder.resolve("b.bin"), new byte[] {1});
    HostProcess.Result result =
        host.run(ProfiledHost.class, List.of(), "busy.BusyCodec", "decode", bitstream.toString());
    assertThat(result.exit()).isEqualTo(CodecHost.EXIT_CODEC_FAILED);
    assertThat(result.err()).contains("no frames");
  }

  @Test
  void aMethodThatCallsItselfCountsOnceAStack() throws Exception {
    ProfiledHost profile = new ProfiledHost();
    profile.add(
        new StackTraceElement[] {
          new StackTraceElement("a.A", "down", "A.java", 1),
          new StackTraceElement("a.A", "down", "A.java", 1),
          new StackTraceElement("a.A", "top", "A.java", 1)
        });
    profile.add(
        new StackTraceElement[] {new StackTraceElement("java.lang.Object", "wait", "O.java", 1)});
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    profile.tell(new PrintStream(words, false, StandardCharsets.UTF_8));
    assertThat(words.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "codecsmith-time samples=1 self=1 total=1 method=a.A.down",
            "codecsmith-time samples=1 self=0 total=1 method=a.A.top");
  }
}
