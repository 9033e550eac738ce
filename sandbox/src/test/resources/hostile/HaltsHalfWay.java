// hostile: ends the process with success in the middle of its output
// expect: finished
// run: encode
import dev.codecsmith.codec.*;
import java.io.*;

public class HaltsHalfWay implements Codec {
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream out)
      throws IOException {
    out.write(new byte[10]);
    Runtime.getRuntime().halt(0);
  }

  public void decode(InputStream in, FrameWriter frames) {}
}
