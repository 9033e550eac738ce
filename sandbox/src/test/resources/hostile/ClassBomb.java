// hostile: makes classes without end
// expect: memory, cpu, crashed
// cpu: 2000
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class ClassBomb implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      List<Object> all = new ArrayList<>();
      while (true) {
        all.add(
            new ClassLoader(ClassBomb.class.getClassLoader()) {
              Class<?> copy() throws IOException {
                byte[] bytes =
                    ClassBomb.class.getResourceAsStream("ClassBomb.class").readAllBytes();
                return defineClass("ClassBomb", bytes, 0, bytes.length);
              }
            }.copy().getDeclaredMethods());
      }
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
