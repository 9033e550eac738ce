// hostile: passes for one whose heap is full, by word and exit code
// expect: crashed
// says: OutOfMemoryError
import dev.codecsmith.codec.*;
import java.io.*;

public class SaysOutOfMemory implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    System.err.println("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    System.err.flush();
    Runtime.getRuntime().halt(3);
  }
}
