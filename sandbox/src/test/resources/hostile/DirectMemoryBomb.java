// hostile: takes memory beside the heap
// expect: memory
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class DirectMemoryBomb implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      List<Object> all = new ArrayList<>();
      while (true) {
        MemorySegment segment = Arena.global().allocate(1 << 22);
        segment.fill((byte) 1);
        all.add(segment);
      }
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
