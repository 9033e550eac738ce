// hostile: closes the output under the host class
// expect: crashed
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class ClosesTheOutput implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      new FileOutputStream(FileDescriptor.out).close();
      frames.start(new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8));
      frames.write(new Frame(new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 8)));
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
