// hostile: loads an agent into its own virtual machine
// expect: crashed
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class Attaches implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      new ProcessBuilder("/jdk/bin/jcmd", Long.toString(ProcessHandle.current().pid()), "VM.flags")
          .inheritIO()
          .start()
          .waitFor(1, java.util.concurrent.TimeUnit.SECONDS);
      if (!new File("/tmp/.java_pid" + ProcessHandle.current().pid()).exists())
        throw new IOException("no way in");
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
