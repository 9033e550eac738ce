package dev.codecsmith.store.source;

import dev.codecsmith.store.StoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
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
  private final LongSupplier nanoTime;

  /**
   * Files from buckets and from servers of the public network.
   *
   * @param folder made if need be
   * @param s3 asked for when an address names a bucket
   */
  public SourceFiles(Path folder, Supplier<S3Client> s3) {
    this(folder, new S3Files(s3), HttpsFiles.ofThePublicNetwork(), LARGEST, System::nanoTime);
  }

  SourceFiles(Path folder, FileServer s3, FileServer https, long largest, LongSupplier nanoTime) {
    this.folder = folder;
    this.s3 = s3;
    this.https = https;
    this.largest = largest;
    this.nanoTime = nanoTime;
  }

  /**
   * The file at an address, fetched unless it is here. An interrupt ends it with an exception.
   *
   * @throws StoreException with a sentence if it cannot be had; a lasting one if its server refuses
   *     it, it is too large, or it is not what its hash says
   */
  public Path fetch(FileAddress address) throws StoreException {
    Path file = folder.resolve(address.sha256()).resolve(address.name());
    if (Files.isRegularFile(file)) {
      return file;
    }
    log.info("Fetching {}", address.shown());
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
      String sentence =
          "The clip "
              + address.shown()
              + " cannot be fetched: "
              + reason(e)
              + ". The same command tries again.";
      throw e instanceof FileServer.RefusedException
          ? StoreException.lasting(sentence, e)
          : new StoreException(sentence, e);
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
    LeastPace pace = new LeastPace(nanoTime);
    int inVain = 0;
    while (true) {
      long before = Files.exists(part) ? Files.size(part) : 0;
      try {
        try (OpenedFile opened = server.open(address, before)) {
          fetchRest(opened, part, pace);
        }
        return;
      } catch (FileServer.RefusedException | LeastPace.TooSlowException e) {
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
  private void fetchRest(OpenedFile opened, Path part, LeastPace pace) throws IOException {
    requireRoom(opened.size(), part);
    long position = opened.from();
    try (FileOutputStream out = new FileOutputStream(part.toFile(), position > 0)) {
      byte[] buffer = new byte[1 << 16];
      for (int got = opened.in().read(buffer); got >= 0; got = opened.in().read(buffer)) {
        position += got;
        requireRoom(OptionalLong.of(position), part);
        out.write(buffer, 0, got);
        pace.add(got);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("it was stopped at byte " + position);
        }
      }
      out.getFD().sync();
    }
    if (opened.size().isPresent() && position < opened.size().getAsLong()) {
      throw new IOException("the connection was cut at byte " + position);
    }
  }

  /** What came of a file that is too large is of no use. */
  private void requireRoom(OptionalLong size, Path part) throws IOException {
    if (size.isPresent() && size.getAsLong() > largest) {
      Files.deleteIfExists(part);
      throw new FileServer.RefusedException(
          String.format(
              Locale.ROOT,
              "it is larger than a clip may be, %.1f GiB",
              largest / (double) (1 << 30)));
    }
  }
}
