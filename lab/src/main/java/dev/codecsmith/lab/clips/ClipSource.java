package dev.codecsmith.lab.clips;

import java.io.IOException;
import java.nio.file.Path;

/** Files of clips that come from elsewhere. */
public interface ClipSource {

  /**
   * The file of a clip, fetched if it is not here, and readable by programs. What it holds is not
   * checked.
   *
   * @param sha256 64 lower-case hexadecimal digits
   */
  Path file(String sha256) throws IOException;

  /** What {@link #file} gave is not the clip: the next time it is fetched again. */
  void damaged(String sha256) throws IOException;
}
