package dev.codecsmith.lab.points;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.sandbox.toolchain.BuiltProgram;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What a second decoding has otherwise than the first, beside its user: copies of the program's
 * files and of the bitstream that no run has seen, and kernel counters (such as the numbers of
 * pipes) that have gone on by a random amount. A decoder that was told something past the bitstream
 * by any of these gives other frames.
 *
 * @param folder holds the copies; goes when this is closed
 */
record OtherCircumstances(Path folder, BuiltProgram program, Path bitstream)
    implements AutoCloseable {
  private static final int MOST_PIPES = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  static OtherCircumstances of(BuiltProgram program, Path bitstream)
      throws InfrastructureException {
    try {
      Path folder =
          Files.createTempDirectory(bitstream.toAbsolutePath().getParent(), "second-decoding-");
      try {
        Path copy = Files.copy(bitstream, folder.resolve("bitstream"));
        MountRights.letProgramsRead(copy);
        BuiltProgram copied = program.copiedTo(folder.resolve("built"));
        moveCounters();
        return new OtherCircumstances(folder, copied, copy);
      } catch (IOException e) {
        Folders.remove(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "What a second decoding needs cannot be copied: " + e.getMessage(), e);
    }
  }

  private static void moveCounters() throws IOException {
    for (int left = RANDOM.nextInt(MOST_PIPES); left > 0; left--) {
      Pipe pipe = Pipe.open();
      pipe.source().close();
      pipe.sink().close();
    }
  }

  @Override
  public void close() {
    Folders.remove(folder);
  }
}
