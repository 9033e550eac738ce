package dev.codecsmith.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is given beyond the usual, or is to be judged by.
 *
 * @param devices device files of the host that it may open, such as {@code /dev/dri/renderD128};
 *     none unless a campaign grants them
 * @param heap the limit on its heap that the language's runtime holds, where the kernel sees no
 *     more than a process that ends
 * @param executable what the link {@code /proc/self/exe} names, from which the dynamic linker of a
 *     runtime learns where its own libraries lie; all else in /proc is missing
 * @param interactive whether the harness will write to its standard input, which is empty otherwise
 */
public record RunOptions(
    List<Path> devices,
    Optional<HeapLimit> heap,
    Optional<String> executable,
    boolean interactive) {
  public RunOptions {
    devices = List.copyOf(devices);
  }

  /** No device, no sign, no input. */
  public static RunOptions none() {
    return new RunOptions(List.of(), Optional.empty(), Optional.empty(), false);
  }

  public RunOptions withDevices(List<Path> granted) {
    return new RunOptions(granted, heap, executable, interactive);
  }

  public RunOptions withHeap(HeapLimit limit) {
    return new RunOptions(devices, Optional.of(limit), executable, interactive);
  }

  public RunOptions withInput() {
    return new RunOptions(devices, heap, executable, true);
  }

  public RunOptions withExecutable(String path) {
    return new RunOptions(devices, heap, Optional.of(path), interactive);
  }

  /**
   * What a runtime does at the end of its heap. A run counts as out of memory by it only where the
   * kernel has seen that most of the heap was used.
   *
   * @param bytes the largest size of the heap
   * @param exitCode how the runtime ends when the heap is full
   */
  public record HeapLimit(long bytes, int exitCode) {}
}
