package dev.codecsmith.store;

import java.io.InputStream;
import java.nio.file.Path;

/** Immutable blobs named by their SHA-256 in lower-case hex. */
public interface ArtifactStore {

  /** Stores the bytes and returns their name; storing them again changes nothing. */
  String put(byte[] bytes) throws StoreException;

  /** Stores a copy of the file. */
  String put(Path file) throws StoreException;

  boolean contains(String sha256) throws StoreException;

  /** Opens a blob; the content is checked against its name as it is read to the end. */
  InputStream open(String sha256) throws StoreException;
}
