package dev.codecsmith.store.s3;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Puts objects whose SHA-256 is known. A small one goes up in one request; the server compares what
 * it got with the hash. A larger one goes up in parts, one of which is in memory at a time, each
 * with its hash; the whole is there when all parts are, or not at all.
 */
final class ObjectUpload {
  /** The most that goes up in one request, and the size of a part; 10,000 parts are allowed. */
  static final int PART_BYTES = 16 << 20;

  private final S3Client client;
  private final AwsCalls calls;
  private final String bucket;
  private final Encryption encryption;

  ObjectUpload(S3Client client, AwsCalls calls, String bucket, Encryption encryption) {
    this.client = client;
    this.calls = calls;
    this.bucket = bucket;
    this.encryption = encryption;
  }

  void put(String sha256, byte[] bytes) throws StoreException {
    Object _ =
        calls.make(() ->
            client.putObject(
                put ->
                    put.bucket(bucket)
                        .key(sha256)
                        .checksumSHA256(base64(HexFormat.of().parseHex(sha256)))
                        .serverSideEncryption(encryption.algorithm())
                        .ssekmsKeyId(encryption.keyOrNull()),
                RequestBody.fromBytes(bytes)));
  }

  /**
   * Puts what a stream holds.
   *
   * @return whether it was what its hash says; if not, nothing was put
   * @throws IOException if the stream cannot be read
   */
  boolean put(String sha256, InputStream in) throws IOException {
    byte[] part = in.readNBytes(PART_BYTES);
    if (part.length < PART_BYTES) {
      boolean same = DigestUtils.sha256Hex(part).equals(sha256);
      if (same) {
        put(sha256, part);
      }
      return same;
    }
    String upload =
        calls
            .make(() ->
                client.createMultipartUpload(create ->
                    create
                        .bucket(bucket)
                        .key(sha256)
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .serverSideEncryption(encryption.algorithm())
                        .ssekmsKeyId(encryption.keyOrNull())))
            .uploadId();
    boolean completed = false;
    try {
      completed = putParts(sha256, upload, part, in);
      return completed;
    } finally {
      if (!completed) {
        abort(sha256, upload);
      }
    }
  }

  private boolean putParts(String sha256, String upload, byte[] first, InputStream in)
      throws IOException {
    MessageDigest whole = DigestUtils.getSha256Digest();
    List<CompletedPart> parts = new ArrayList<>();
    byte[] part = first;
    int length = first.length;
    while (length > 0) {
      whole.update(part, 0, length);
      parts.add(putPart(sha256, upload, parts.size() + 1, part, length));
      length = in.readNBytes(part, 0, part.length);
    }
    if (!HexFormat.of().formatHex(whole.digest()).equals(sha256)) {
      return false;
    }
    Object _ =
        calls.make(() ->
            client.completeMultipartUpload(complete ->
                complete
                    .bucket(bucket)
                    .key(sha256)
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts))));
    return true;
  }

  private CompletedPart putPart(String sha256, String upload, int number, byte[] part, int length)
      throws StoreException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(part, 0, length);
    String checksum = base64(digest.digest());
    String tag =
        calls
            .make(() ->
                client.uploadPart(
                    put ->
                        put.bucket(bucket)
                            .key(sha256)
                            .uploadId(upload)
                            .partNumber(number)
                            .checksumSHA256(checksum),
                    // Not the body of bytes, which is a copy.
                    RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(part, 0, length),
                        length,
                        "application/octet-stream")))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).checksumSHA256(checksum).build();
  }

  void abort(String sha256, String upload) throws StoreException {
    Object _ =
        calls.make(() ->
            client.abortMultipartUpload(
                abort -> abort.bucket(bucket).key(sha256).uploadId(upload)));
  }

  private static String base64(byte[] hash) {
    return Base64.getEncoder().encodeToString(hash);
  }
}
