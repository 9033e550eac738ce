package dev.codecsmith.sandbox;

import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The files that bubblewrap is handed beside the standard streams, in the order of its options. */
final class LaunchFiles implements AutoCloseable {
  private final List<Descriptor> open = new ArrayList<>();
  private final Descriptor.Pipe info;
  private final Descriptor.Pipe lastFile;

  private LaunchFiles(Descriptor.Pipe info, Descriptor.Pipe lastFile) {
    this.info = info;
    this.lastFile = lastFile;
  }

  /**
   * Opens them.
   *
   * @param options what bubblewrap is to do
   * @param filter the filter of system calls; empty if there is none
   * @param copied files that the run sees copies of
   */
  static LaunchFiles open(byte[] options, byte[] filter, List<Mount> copied) throws IOException {
    LaunchFiles files =
        new LaunchFiles(
            Descriptor.pipeFromChild(BubblewrapSetUp.INFO_BYTES), Descriptor.pipeToChild());
    try {
      files
          .lastFile
          .writing()
          .writeFully(BubblewrapOptions.PASSWD.getBytes(StandardCharsets.UTF_8));
      files.lastFile.writing().close();
      files.open.add(Descriptor.inMemory("options", options));
      files.open.add(files.info.writing());
      files.open.add(files.lastFile.reading());
      files.open.add(Descriptor.inMemory("filter", filter));
      for (Mount each : copied) {
        files.open.add(Descriptor.forChild(each.host()));
      }
      return files;
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  /** All descriptors of the child. */
  List<Descriptor> with(ChildPipes pipes) {
    List<Descriptor> all =
        new ArrayList<>(List.of(pipes.childsInput(), pipes.childsOutput(), pipes.childsError()));
    all.addAll(open);
    return all;
  }

  /** Where bubblewrap says which process it started. */
  Descriptor info() {
    return info.reading();
  }

  /** Our copy of the file that bubblewrap empties last. */
  Descriptor lastFile() {
    return lastFile.reading();
  }

  @Override
  public void close() {
    open.forEach(Descriptor::close);
    info.close();
    lastFile.close();
  }
}
