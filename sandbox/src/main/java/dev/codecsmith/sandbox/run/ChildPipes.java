package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The pipes of a child's three standard streams. */
public final class ChildPipes implements AutoCloseable {
  private static final int OUTPUT_PIPE_BYTES = 1 << 20;
  private static final int ERROR_PIPE_BYTES = 1 << 16;

  private final Optional<Descriptor> inputWriting;
  private final Descriptor inputReading;
  private final Descriptor.Pipe output;
  private final Descriptor.Pipe error;

  private ChildPipes(
      Optional<Descriptor> inputWriting,
      Descriptor inputReading,
      Descriptor.Pipe output,
      Descriptor.Pipe error) {
    this.inputWriting = inputWriting;
    this.inputReading = inputReading;
    this.output = output;
    this.error = error;
  }

  /**
   * Opens the pipes of a child that is not started yet.
   *
   * @param interactive whether there is something to read; else the input is empty
   */
  public static ChildPipes open(boolean interactive) throws IOException {
    List<Descriptor> opened = new ArrayList<>();
    try {
      Optional<Descriptor> writing = Optional.empty();
      Descriptor reading;
      if (interactive) {
        Descriptor.Pipe input = pipe(opened, Descriptor.pipeToChild());
        writing = Optional.of(input.writing());
        reading = input.reading();
      } else {
        reading = Descriptor.forChild(Path.of("/dev/null"));
        opened.add(reading);
      }
      Descriptor.Pipe output = pipe(opened, Descriptor.pipeFromChild(OUTPUT_PIPE_BYTES));
      Descriptor.Pipe error = pipe(opened, Descriptor.pipeFromChild(ERROR_PIPE_BYTES));
      ChildPipes pipes = new ChildPipes(writing, reading, output, error);
      opened.clear();
      return pipes;
    } finally {
      opened.forEach(Descriptor::close);
    }
  }

  private static Descriptor.Pipe pipe(List<Descriptor> opened, Descriptor.Pipe pipe) {
    opened.add(pipe.reading());
    opened.add(pipe.writing());
    return pipe;
  }

  public Descriptor childsInput() {
    return inputReading;
  }

  public Descriptor childsOutput() {
    return output.writing();
  }

  public Descriptor childsError() {
    return error.writing();
  }

  Descriptor output() {
    return output.reading();
  }

  public Descriptor error() {
    return error.reading();
  }

  /** Once the child has its ends, ours of these would only hide that it has closed them. */
  public void closeChildsEnds() {
    inputReading.close();
    output.writing().close();
    error.writing().close();
  }

  OutputStream inputStream() {
    if (inputWriting.isEmpty()) {
      return OutputStream.nullOutputStream();
    }
    Descriptor target = inputWriting.get();
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        target.writeFully(new byte[] {(byte) value});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        target.writeFully(Arrays.copyOfRange(bytes, offset, offset + length));
      }

      @Override
      public void close() {
        target.close();
      }
    };
  }

  @Override
  public void close() {
    closeChildsEnds();
    inputWriting.ifPresent(Descriptor::close);
    output.close();
    error.close();
  }
}
