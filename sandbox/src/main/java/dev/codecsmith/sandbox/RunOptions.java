package dev.codecsmith.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a run is given beyond the usual, or is to be judged by.
 *
 * @param devices device files of the host that it may open, such as {@code /dev/dri/renderD128};
 *     none unless a campaign grants them
 * @param outOfMemorySign how the language's runtime says that its heap is full, where that is not
 *     the kernel's doing
 * @param interactive whether the harness will write to its standard input, which is empty otherwise
 */
public record RunOptions(
    List<Path> devices, Optional<OutOfMemorySign> outOfMemorySign, boolean interactive) {
  public RunOptions {
    devices = List.copyOf(devices);
  }

  /** No device, no sign, no input. */
  public static RunOptions none() {
    return new RunOptions(List.of(), Optional.empty(), false);
  }

  public RunOptions withDevices(List<Path> granted) {
    return new RunOptions(granted, outOfMemorySign, interactive);
  }

  public RunOptions withOutOfMemorySign(OutOfMemorySign sign) {
    return new RunOptions(devices, Optional.of(sign), interactive);
  }

  public RunOptions withInput() {
    return new RunOptions(devices, outOfMemorySign, true);
  }

  /**
   * A run that ends with this exit code and in whose standard error this regular expression is
   * found ran out of memory.
   */
  public record OutOfMemorySign(int exitCode, String standardError) {
    boolean matches(int code, String text) {
      return code == exitCode && Pattern.compile(standardError).matcher(text).find();
    }
  }
}
