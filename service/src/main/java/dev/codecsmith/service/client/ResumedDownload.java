package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A download that goes on where it was cut, a few times, and that is checked against its SHA-256 at
 * its end.
 */
final class ResumedDownload extends InputStream {
  private static final int RESUMPTIONS = 5;

  private final String sha256;
  private final Source source;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private InputStream in;
  private long position;
  private int resumed;
  private boolean ended;

  /** Opens the rest of a blob. */
  @FunctionalInterface
  interface Source {
    InputStream from(long position) throws StoreException;
  }

  ResumedDownload(String sha256, Source source) throws StoreException {
    this.sha256 = sha256;
    this.source = source;
    this.in = source.from(0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      try {
        int read = in.read(bytes, offset, length);
        if (read >= 0) {
          digest.update(bytes, offset, read);
          position += read;
          return read;
        }
        ended = true;
        check();
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        if (++resumed > RESUMPTIONS || Thread.currentThread().isInterrupted()) {
          String said = "Artifact " + sha256 + " was cut at byte " + position + " (" + e + ").";
          throw new StoreException(said, new JobLostException(said, e));
        }
        in.close();
        in = source.from(position);
      }
    }
    return -1;
  }

  private void check() throws StoreException {
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      throw new StoreException(
          "artifact " + sha256 + " came damaged, with the SHA-256 " + found + "; try again");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
