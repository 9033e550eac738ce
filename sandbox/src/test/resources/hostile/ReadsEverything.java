// hostile: looks for secrets of the harness
// expect: crashed
// says: without having called FrameWriter.start
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class ReadsEverything implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      System.err.println(System.getenv() + " " + System.getProperties());
      for (File file : new File("/").listFiles())
        System.err.println(file + " " + Arrays.toString(file.list()));
      System.err.println(new String(new FileInputStream("/proc/1/cmdline").readAllBytes()));
      System.err.println(new String(new FileInputStream("/proc/self/mountinfo").readAllBytes()));
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
