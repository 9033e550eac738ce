// hostile: starts the host's programs
// expect: crashed
// says: No such file
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class StartsPrograms implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      new ProcessBuilder("/bin/sh", "-c", "id").start();
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
