package dev.codecsmith.store.files;

import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;

/** Hashes what is read and throws at the end if it is not what it is named. */
public final class VerifyingInputStream extends InputStream {
  private final InputStream in;
  private final String sha256;
  private final String place;
  private final Runnable ifDamaged;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private boolean verified;

  /**
   * Over the bytes of a blob.
   *
   * @param place where they are, for messages
   */
  public VerifyingInputStream(InputStream in, String sha256, String place) {
    this(in, sha256, place, () -> {});
  }

  /**
   * The same.
   *
   * @param ifDamaged what is done where the bytes are not what they are named, before it is told
   */
  public VerifyingInputStream(InputStream in, String sha256, String place, Runnable ifDamaged) {
    this.in = in;
    this.sha256 = sha256;
    this.place = place;
    this.ifDamaged = ifDamaged;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value < 0) {
      verify();
    } else {
      digest.update((byte) value);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int count = in.read(target, offset, length);
    if (count < 0) {
      verify();
    } else {
      digest.update(target, offset, count);
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void verify() throws StoreException {
    if (verified) {
      return;
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      ifDamaged.run();
      throw new StoreException(
          "artifact "
              + sha256
              + " is damaged: "
              + place
              + " has the hash "
              + found
              + "; restore it from a backup, or delete the file and evaluate its experiment again");
    }
    verified = true;
  }
}
