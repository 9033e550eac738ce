// hostile: starts threads without end
// expect: crashed
// says: unable to create native thread
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class ThreadBomb implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      while (true) new Thread(() -> java.util.concurrent.locks.LockSupport.park()).start();
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
