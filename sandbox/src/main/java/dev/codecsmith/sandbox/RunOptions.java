package dev.codecsmith.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is given beyond the usual, or is to be judged by.
 *
 * @param devices device files of the host that it may open, such as {@code /dev/dri/renderD128};
 *     none unless a campaign grants them
 * @param outOfMemorySign how the language's runtime says that its heap is full, where that is not
 *     the kernel's doing
 */
public record RunOptions(List<Path> devices, Optional<OutOfMemorySign> outOfMemorySign) {
  public RunOptions {
    devices = List.copyOf(devices);
  }

  /** No device, no sign. */
  public static RunOptions none() {
    return new RunOptions(List.of(), Optional.empty());
  }

  public RunOptions withDevices(List<Path> granted) {
    return new RunOptions(granted, outOfMemorySign);
  }

  /**
   * A run that ends with this exit code and has this text in its standard error ran out of memory.
   */
  public record OutOfMemorySign(int exitCode, String standardError) {
    boolean matches(int code, String text) {
      return code == exitCode && text.contains(standardError);
    }
  }
}
