package dev.codecsmith.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Immutable blobs named by their SHA-256 in lower-case hex. Whatever {@code put} returned is there
 * after {@code kill -9} and after a power cut. All methods are safe for all threads.
 */
public interface ArtifactStore {

  /** Stores the bytes and returns their name; storing them again changes nothing. */
  String put(byte[] bytes) throws StoreException;

  /** Stores a copy of the file. */
  String put(Path file) throws StoreException;

  boolean contains(String sha256) throws StoreException;

  /** Those that are not here; one look at all of them, where that is faster. */
  default Set<String> missing(Set<String> sha256s) throws StoreException {
    Set<String> missing = new LinkedHashSet<>();
    for (String sha256 : sha256s) {
      if (!contains(sha256)) {
        missing.add(sha256);
      }
    }
    return missing;
  }

  /**
   * Opens a blob; the content is checked against its name as it is read to the end, where a read
   * throws a {@link StoreException} if the blob is damaged.
   *
   * @throws StoreException if there is no such blob
   */
  InputStream open(String sha256) throws StoreException;

  /**
   * How many bytes a blob has.
   *
   * @throws StoreException if there is no such blob
   */
  default long size(String sha256) throws StoreException {
    try (InputStream in = open(sha256)) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          "artifact " + sha256 + " cannot be read: " + e.getMessage() + "; try again", e);
    }
  }

  /** Deletes what may be deleted for a blob of so many bytes that comes; a cache does so. */
  default void makeRoom(long bytes) throws StoreException {}

  /** The whole of a blob, checked. */
  default byte[] read(String sha256) throws StoreException {
    try (InputStream in = open(sha256)) {
      return in.readAllBytes();
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          "artifact " + sha256 + " cannot be read: " + e.getMessage() + "; try again", e);
    }
  }

  /**
   * The whole of a blob, checked, that must not be longer than what is done with it can take.
   *
   * @param most bytes
   * @throws StoreException a lasting one if it has more, of which no more is read
   */
  default byte[] read(String sha256, int most) throws StoreException {
    try (InputStream in = open(sha256)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw StoreException.lasting(
            "artifact "
                + sha256
                + " has more than "
                + most
                + " bytes, the most that may be where it is named; name another one");
      }
      return bytes;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          "artifact " + sha256 + " cannot be read: " + e.getMessage() + "; try again", e);
    }
  }

  /**
   * Writes a blob, checked, to a file, in place of one that is there.
   *
   * @throws IOException if the file cannot be written
   */
  default void copyTo(String sha256, Path file) throws IOException {
    try (InputStream in = open(sha256);
        OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
  }
}
