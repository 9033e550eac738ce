// hostile: ends, but hangs in what runs at the end
// expect: wall
// wall: 3000
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class ExitHooks implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                while (true) java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);
              }));
      Thread.sleep(1);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> java.util.concurrent.locks.LockSupport.park()));
      System.exit(0);
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
