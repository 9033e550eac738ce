package dev.codecsmith.video.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets programs, which run as users of their own, read the catalogue's clips without letting other
 * people of the machine do so: the files can be read by all, and their folder is open to nobody but
 * its owner. (A sandbox is shown a file by itself, wherever that lies.)
 */
final class ProgramAccess {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private ProgramAccess() {}

  /** Opens a file of a folder, and closes the folder. Does nothing where it is so already. */
  static void open(Path file, Path folder) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> rights = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    if (rights.add(PosixFilePermission.OTHERS_READ)) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
      rights.add(PosixFilePermission.GROUP_READ);
      Files.setPosixFilePermissions(file, rights);
    }
  }
}
