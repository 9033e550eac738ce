// hostile: calls the kernel through the foreign-function interface
// expect: forbidden
// forbids: mount
import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.foreign.*;
import java.util.*;

public class NativeMount implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out) {}

  public void decode(InputStream in, FrameWriter frames) throws IOException {
    try {
      Linker linker = Linker.nativeLinker();
      linker
          .downcallHandle(
              linker.defaultLookup().findOrThrow("mount"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS))
          .invoke(
              MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL, 0L, MemorySegment.NULL);
    } catch (Throwable e) {
      if (e instanceof IOException failed) throw failed;
      if (e instanceof RuntimeException failed) throw failed;
      if (e instanceof Error failed) throw failed;
      throw new IOException(e);
    }
  }
}
