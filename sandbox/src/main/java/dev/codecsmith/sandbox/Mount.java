package dev.codecsmith.sandbox;

import java.nio.file.Path;

/**
 * A host file or folder that a run sees.
 *
 * @param host the path on the host
 * @param inside the absolute path in the sandbox
 * @param writable whether the program may write there; only builds are given such a mount
 */
public record Mount(Path host, String inside, boolean writable) {
  public static Mount readOnly(Path host, String inside) {
    return new Mount(host, inside, false);
  }

  public static Mount writable(Path host, String inside) {
    return new Mount(host, inside, true);
  }
}
