package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.posix.Descriptor;
import dev.codecsmith.sandbox.run.ChildPipes;
import dev.codecsmith.sandbox.run.InitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The files that bubblewrap and the first process are handed beside the standard streams. */
final class LaunchFiles implements AutoCloseable {
  // What becomes of them in the child, after the three standard ones.
  static final int OPTIONS = 3;
  static final int INFO = 4;
  static final int USERS_READY = 5;
  static final int INIT = 6;
  static final int PASSWD = 7;
  static final int FILTER = 8;
  static final int STATUS = 9;
  static final int EXECUTED = 10;
  static final int FIRST_COPIED = 11;

  /** More than bubblewrap, or the first process, ever says. */
  static final int PIPE_BYTES = 8192;

  private final List<Descriptor> childs = new ArrayList<>();
  private final List<Descriptor> ours = new ArrayList<>();
  private final Descriptor.Pipe info;
  private final Descriptor.Pipe usersReady;
  private final Descriptor.Pipe status;
  private final Descriptor.Pipe executed;

  private LaunchFiles() throws IOException {
    try {
      info = keep(Descriptor.pipeFromChild(PIPE_BYTES));
      usersReady = keep(Descriptor.pipeToChild());
      status = keep(Descriptor.pipeFromChild(PIPE_BYTES));
      executed = keep(Descriptor.pipeFromChild(PIPE_BYTES));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens them.
   *
   * @param options what bubblewrap is to do
   * @param init the first process's program
   * @param filter the filter of system calls
   * @param copied files that the run sees copies of
   */
  static LaunchFiles open(byte[] options, byte[] init, byte[] filter, List<Mount> copied)
      throws IOException {
    LaunchFiles files = new LaunchFiles();
    try {
      files.give(OPTIONS, Descriptor.inMemory("options", options));
      files.give(INFO, files.info.writing());
      files.give(USERS_READY, files.usersReady.reading());
      files.give(INIT, Descriptor.inMemory("init", init));
      byte[] passwd = BubblewrapOptions.PASSWD.getBytes(StandardCharsets.UTF_8);
      files.give(PASSWD, Descriptor.inMemory("passwd", passwd));
      files.give(FILTER, Descriptor.inMemory("filter", filter));
      files.give(STATUS, files.status.writing());
      files.give(EXECUTED, files.executed.writing());
      for (int i = 0; i < copied.size(); i++) {
        files.give(FIRST_COPIED + i, Descriptor.forChild(copied.get(i).host()));
      }
      return files;
    } catch (IOException e) {
      files.close();
      throw e;
    }
  }

  private Descriptor.Pipe keep(Descriptor.Pipe pipe) {
    ours.add(pipe.reading());
    ours.add(pipe.writing());
    return pipe;
  }

  private void give(int number, Descriptor file) {
    childs.add(file);
    if (childs.size() + 2 != number) {
      throw new IllegalStateException("descriptor " + number + " is not the next");
    }
  }

  /** All descriptors of the child. */
  List<Descriptor> with(ChildPipes pipes) {
    List<Descriptor> all =
        new ArrayList<>(List.of(pipes.childsInput(), pipes.childsOutput(), pipes.childsError()));
    all.addAll(childs);
    return all;
  }

  /** Once the child has its ends, ours of these would hide that it has closed them. */
  void closeChildsEnds() {
    childs.forEach(Descriptor::close);
  }

  /** Where bubblewrap says which process it started. */
  Descriptor info() {
    return info.reading();
  }

  /** Where bubblewrap waits for a byte until the users of its namespace are told. */
  Descriptor usersReady() {
    return usersReady.writing();
  }

  /** Where the first process reports. From now on it is the caller's to close. */
  InitStatus takeStatus() {
    ours.remove(status.reading());
    return new InitStatus(status.reading());
  }

  /** Ends when the program has been executed, or could not be. */
  Descriptor executed() {
    return executed.reading();
  }

  @Override
  public void close() {
    childs.forEach(Descriptor::close);
    ours.forEach(Descriptor::close);
  }
}
