package dev.codecsmith.store.source;

import dev.codecsmith.store.StoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Files at addresses, fetched into a folder: {@code SHA-256/NAME} is one that is whole and was
 * checked; {@code SHA-256.part} is one that was cut, and is gone on with, also by another process.
 *
 * <p>Only for who is alone with the folder, as the data folder's lock has it.
 */
public final class SourceFiles {
  private static final Logger log = LoggerFactory.getLogger(SourceFiles.class);

  /** As large as a file may be. */
  static final long LARGEST = 64L << 30;

  /** How often in a row a connection may give nothing. */
  private static final int ATTEMPTS = 5;

  private final Path folder;
  private final FileServer s3;
  private final FileServer https;
  private final long largest;

  /**
   * Files from buckets and from servers of the public network.
   *
   * @param folder made if need be
   * @param s3 asked for when an address names a bucket
   */
  public SourceFiles(Path folder, Supplier<S3Client> s3) {
    this(folder, new S3Files(s3), HttpsFiles.ofThePublicNetwork(), LARGEST);
  }

  SourceFiles(Path folder, FileServer s3, FileServer https, long largest) {
    this.folder = folder;
    this.s3 = s3;
    this.https = https;
    this.largest = largest;
  }

  /**
   * The file at an address, fetched unless it is here.
   *
   * @throws IOException with a sentence if it cannot be had, is too large, or is not what its hash
   *     says
   */
  public Path fetch(FileAddress address) throws IOException {
    Path file = folder.resolve(address.sha256()).resolve(address.name());
    if (Files.isRegularFile(file)) {
      return file;
    }
    log.info("Fetching {}", address.location());
    try {
      Path part = folder.resolve(address.sha256() + ".part");
      Files.createDirectories(file.resolveSibling("."));
      boolean begun = Files.exists(part);
      String found = begun ? hash(part) : "";
      if (!found.equals(address.sha256())) {
        download(address, part);
        found = hash(part);
      }
      if (begun && !found.equals(address.sha256())) {
        // What was there may have been of another version of the file.
        Files.delete(part);
        download(address, part);
        found = hash(part);
      }
      if (!found.equals(address.sha256())) {
        Files.delete(part);
        throw new FileServer.RefusedException("what came has the SHA-256 " + found);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      throw new IOException(
          "The clip "
              + address.location()
              + " cannot be fetched: "
              + reason(e)
              + ". The same command tries again.",
          e);
    }
  }

  private static String reason(IOException cause) {
    return cause instanceof FileServer.RefusedException || cause instanceof StoreException
        ? String.valueOf(cause.getMessage())
        : StoreException.reason(cause);
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  private void download(FileAddress address, Path part) throws IOException {
    FileServer server = address.location().getScheme().equals("s3") ? s3 : https;
    int inVain = 0;
    while (true) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      try {
        fetchRest(server, address, part, before);
        return;
      } catch (FileServer.RefusedException e) {
        throw e;
      } catch (IOException e) {
        inVain = Files.exists(part) && Files.size(part) > before ? 0 : inVain + 1;
        if (inVain >= ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  /** Fetches what is missing. */
  private void fetchRest(FileServer server, FileAddress address, Path part, long have)
      throws IOException {
    try (OpenedFile opened = server.open(address, have)) {
      requireRoom(opened.size());
      long position = opened.from();
      try (FileOutputStream out = new FileOutputStream(part.toFile(), position > 0)) {
        byte[] buffer = new byte[1 << 16];
        for (int got = opened.in().read(buffer); got >= 0; got = opened.in().read(buffer)) {
          position += got;
          requireRoom(OptionalLong.of(position));
          out.write(buffer, 0, got);
        }
        out.getFD().sync();
      }
      if (opened.size().isPresent() && position < opened.size().getAsLong()) {
        throw new IOException("the connection was cut at byte " + position);
      }
    }
  }

  private void requireRoom(OptionalLong size) throws IOException {
    if (size.isPresent() && size.getAsLong() > largest) {
      throw new FileServer.RefusedException(
          String.format(
              Locale.ROOT,
              "it is larger than a clip may be, %.1f GiB",
              largest / (double) (1 << 30)));
    }
  }
}
