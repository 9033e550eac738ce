package dev.codecsmith.sandbox;

import java.nio.file.Path;

/**
 * A host file or folder that a run sees.
 *
 * @param host the path on the host
 * @param inside the absolute path in the sandbox
 * @param writable whether the program may write there; only builds are given such a mount
 * @param anonymous whether the program must not learn the path on the host, which the kernel tells
 *     it of each ordinary mount. It then sees a copy in memory, unless the file is larger than
 *     {@link #MOST_COPIED_BYTES}
 */
public record Mount(Path host, String inside, boolean writable, boolean anonymous) {
  /** The largest file that is copied; larger ones should have a path that tells nothing. */
  public static final long MOST_COPIED_BYTES = 16 << 20;

  /** A mount that is not anonymous. */
  public Mount(Path host, String inside, boolean writable) {
    this(host, inside, writable, false);
  }

  public static Mount readOnly(Path host, String inside) {
    return new Mount(host, inside, false, false);
  }

  public static Mount writable(Path host, String inside) {
    return new Mount(host, inside, true, false);
  }

  /** A file whose name on the host would tell the program too much. */
  public static Mount anonymous(Path host, String inside) {
    return new Mount(host, inside, false, true);
  }
}
