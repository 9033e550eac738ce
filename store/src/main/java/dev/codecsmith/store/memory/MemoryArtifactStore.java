package dev.codecsmith.store.memory;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.VerifyingInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** Blobs that are gone with their process. */
public final class MemoryArtifactStore implements ArtifactStore {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  private final Map<String, byte[]> blobs;

  public MemoryArtifactStore() {
    this(new ConcurrentHashMap<>());
  }

  /** Another store over the same blobs, in a map that is safe for all threads. */
  public MemoryArtifactStore(Map<String, byte[]> blobs) {
    this.blobs = blobs;
  }

  @Override
  public String put(byte[] bytes) {
    String sha256 = DigestUtils.sha256Hex(bytes);
    blobs.putIfAbsent(sha256, bytes.clone());
    return sha256;
  }

  @Override
  public String put(Path file) throws StoreException {
    try {
      return put(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new StoreException(
          "the file "
              + file
              + " cannot be read to be kept as an artifact ("
              + StoreException.reason(e)
              + ")",
          e);
    }
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return blobs.containsKey(checked(sha256));
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    byte[] blob = blobs.get(checked(sha256));
    if (blob == null) {
      throw new StoreException(
          "artifact " + sha256 + " is missing: it was never put into this store in memory");
    }
    return new VerifyingInputStream(new ByteArrayInputStream(blob), sha256, "memory");
  }

  private static String checked(String sha256) throws StoreException {
    if (!NAME.matcher(sha256).matches()) {
      throw new StoreException(
          "'" + sha256 + "' does not name an artifact: a name is 64 lower-case hex digits");
    }
    return sha256;
  }
}
