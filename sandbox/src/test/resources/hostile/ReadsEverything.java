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
      for (String name : List.of("/proc/1/cmdline", "/proc/self/mountinfo", "/proc/self/environ"))
        try (var file = new FileInputStream(name)) {
          System.err.println(new String(file.readAllBytes()));
        } catch (FileNotFoundException e) {
          System.err.println(e);
        }
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
