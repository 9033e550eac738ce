package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.InfrastructureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Devices of the host that a campaign grants to its programs' runs. */
public final class Devices {
  private static final Path ALL = Path.of("/dev");

  /** Memory that outlives a run: an encoder could leave notes there for its decoder. */
  private static final List<Path> SHARED =
      Stream.of("shm", "mqueue", "hugepages").map(ALL::resolve).toList();

  private Devices() {}

  /**
   * The device itself.
   *
   * @throws IllegalArgumentException with a sentence if it is none that can be granted
   */
  static Path valid(Path device) {
    boolean below =
        device.startsWith(ALL) && !device.equals(ALL) && device.equals(device.normalize());
    if (!below || SHARED.stream().anyMatch(device::startsWith)) {
      throw new IllegalArgumentException(
          "A device granted to programs is a path below /dev such as /dev/dri/renderD128, and not"
              + " memory that runs could share, found "
              + device
              + ".");
    }
    return device;
  }

  /** Makes sure that this machine has them all. */
  public static void check(List<Path> devices) throws InfrastructureException {
    for (Path device : devices) {
      if (!Files.exists(device)) {
        throw InfrastructureException.lasting(
            "The campaign grants its programs the device "
                + device
                + ", which this machine does not have: load its driver, or take it from the"
                + " campaign.");
      }
    }
  }
}
