package dev.codecsmith.store.data;

import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/**
 * A data folder, told from every other that ever was, on any machine. It is written in the folder;
 * a copy of the folder, or the same folder on another machine, is another one.
 *
 * @param id made up once
 * @param place where it was made up: host and number of the folder's inode
 */
public record FolderIdentity(String id, String place) {
  private static final String FILE = "identity";

  /**
   * The identity of a folder, made up if need be.
   *
   * @param folder only for who holds its lock
   */
  public static FolderIdentity of(Path folder) throws StoreException {
    try {
      String place =
          ProcessIdentity.current().host() + " " + Files.getAttribute(folder, "unix:ino");
      Path file = folder.resolve(FILE);
      Optional<FolderIdentity> known = read(file).filter(each -> each.place().equals(place));
      if (known.isPresent()) {
        return known.get();
      }
      FolderIdentity made = new FolderIdentity(UUID.randomUUID().toString(), place);
      AtomicFile.write(file, Json.write(made));
      return made;
    } catch (IOException e) {
      throw new StoreException(
          "the data folder "
              + folder
              + " cannot be given a name of its own ("
              + StoreException.reason(e)
              + "): check its permissions and the disk's free space",
          e);
    }
  }

  private static Optional<FolderIdentity> read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Files.readString(file), FolderIdentity.class));
    } catch (JacksonException _) {
      // Damaged: it is another folder from now on.
      return Optional.empty();
    }
  }
}
