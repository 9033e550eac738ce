package dev.codecsmith.store.cloud;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The owners in whose name leases were taken by those who left writes waiting in a folder. A new
 * container on the same volume is another owner, and yet a lease that one of these still has was
 * not taken over by anybody else.
 */
final class LeaseOwners {
  private final Path file;
  private Set<String> owners;

  private LeaseOwners(Path file, Set<String> owners) {
    this.file = file;
    this.owners = owners;
  }

  /** Those of an outbox. */
  static LeaseOwners of(Path outbox) throws StoreException {
    Path file = outbox.resolve("lease-owners");
    try {
      return new LeaseOwners(
          file,
          Files.readString(file)
              .lines()
              .filter(line -> !line.isBlank())
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    } catch (NoSuchFileException _) {
      return new LeaseOwners(file, Set.of());
    } catch (IOException e) {
      throw fault(file, e);
    }
  }

  boolean have(String owner) {
    return owners.contains(owner);
  }

  /** Before a lease is taken while something waits. */
  void add(String owner) throws StoreException {
    Set<String> more = new LinkedHashSet<>(owners);
    if (more.add(owner)) {
      write(more);
    }
  }

  /** Where nothing waits: what will wait is of this one. */
  void replaceBy(String owner) throws StoreException {
    if (!owners.equals(Set.of(owner))) {
      write(Set.of(owner));
    }
  }

  private void write(Set<String> next) throws StoreException {
    try {
      AtomicFile.write(file, String.join("\n", next) + "\n");
      owners = next;
    } catch (IOException e) {
      throw fault(file, e);
    }
  }

  private static StoreException fault(Path file, IOException cause) {
    return new StoreException(
        "who leaves writes waiting cannot be noted in "
            + file
            + " ("
            + StoreException.reason(cause)
            + "): check its permissions and the disk's free space",
        cause);
  }
}
