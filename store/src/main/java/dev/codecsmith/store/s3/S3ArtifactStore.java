package dev.codecsmith.store.s3;

import dev.codecsmith.store.ArtifactLinks;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsCalls;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.files.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Artifacts as objects: the one whose SHA-256 is {@code abcdef…} has the key {@code abcdef…}.
 *
 * <p>An object is there as a whole or not at all, so nobody takes turns, in this process or
 * another. Only {@link #collect} needs to know that no other process writes. What is put although
 * it is there is not sent again, but its time is set to now, by which {@code collect} knows that
 * somebody counts on it. All times are the server's.
 */
public final class S3ArtifactStore implements ArtifactStore, ArtifactLinks, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final Duration LONGEST_LINK = Duration.ofDays(7);

  /** The server tells times of objects in whole seconds. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  /** As much as a server copies in one request. */
  private static final long LARGEST_COPY = 5L << 30;

  private static final String TOUCHED = "touched";

  private final S3Client client;
  private final S3Presigner presigner;
  private final AwsCalls calls;
  private final String bucket;
  private final Encryption encryption;
  private final ObjectUpload upload;
  private final Instant opened;

  private S3ArtifactStore(
      S3Client client,
      S3Presigner presigner,
      AwsCalls calls,
      String bucket,
      Encryption encryption,
      Instant opened) {
    this.client = client;
    this.presigner = presigner;
    this.calls = calls;
    this.bucket = bucket;
    this.encryption = encryption;
    this.upload = new ObjectUpload(client, calls, bucket, encryption);
    this.opened = opened;
  }

  /**
   * Opens the bucket at an address; its table is not used.
   *
   * @throws StoreException with a sentence if the bucket is missing or does not encrypt
   */
  public static S3ArtifactStore open(AwsAddress address) throws StoreException {
    return open(
        AwsClients.s3(address),
        AwsClients.presigner(address),
        address.bucket(),
        new Encryption(address.kmsKey()));
  }

  /**
   * The same without a look whether the bucket is there, which each call tells by itself then.
   * Nothing is old to it, so {@link #collect} deletes nothing.
   */
  public static S3ArtifactStore unchecked(AwsAddress address) throws StoreException {
    return new S3ArtifactStore(
        AwsClients.s3(address),
        AwsClients.presigner(address),
        new AwsCalls("bucket", "the bucket " + address.bucket()),
        address.bucket(),
        new Encryption(address.kmsKey()),
        Instant.EPOCH);
  }

  /**
   * Opens a bucket that {@link ArtifactBucket#create} made.
   *
   * @param client this store's to close, as is the presigner
   * @throws StoreException with a sentence if the bucket is missing or does not encrypt
   */
  public static S3ArtifactStore open(
      S3Client client, S3Presigner presigner, String bucket, Encryption encryption)
      throws StoreException {
    ArtifactBucket.check(client, bucket);
    AwsCalls calls = new AwsCalls("bucket", "the bucket " + bucket);
    Instant now =
        calls
            .make(() -> client.headBucket(head -> head.bucket(bucket)))
            .sdkHttpResponse()
            .firstMatchingHeader("Date")
            .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
            .orElseThrow(
                () -> new StoreException("the server of the bucket " + bucket + " tells no time"));
    return new S3ArtifactStore(client, presigner, calls, bucket, encryption, now.minus(SLACK));
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    String sha256 = DigestUtils.sha256Hex(bytes);
    if (!touch(sha256, bytes.length)) {
      upload.put(sha256, bytes);
    }
    return sha256;
  }

  @Override
  public String put(Path file) throws StoreException {
    try {
      while (true) {
        String sha256;
        try (InputStream in = Files.newInputStream(file)) {
          sha256 = DigestUtils.sha256Hex(in);
        }
        if (touch(sha256, Files.size(file))) {
          return sha256;
        }
        try (InputStream in = Files.newInputStream(file)) {
          if (upload.put(sha256, in)) {
            return sha256;
          }
        }
        // Somebody writes the file: as it is now, it has another name.
      }
    } catch (StoreException e) {
      throw e;
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

  /** Whether the object is here in its full length; if so, {@link #collect} leaves it. */
  private boolean touch(String sha256, long size) throws StoreException {
    Optional<HeadObjectResponse> head = head(sha256);
    if (head.isEmpty() || head.get().contentLength() != size || size > LARGEST_COPY) {
      return false;
    }
    if (head.get().lastModified().isBefore(opened)) {
      Object _ =
          calls.make(() ->
              client.copyObject(copy ->
                  copy.sourceBucket(bucket)
                      .sourceKey(sha256)
                      .destinationBucket(bucket)
                      .destinationKey(sha256)
                      // A copy onto itself must change something.
                      .metadataDirective(MetadataDirective.REPLACE)
                      .metadata(Map.of(TOUCHED, opened.toString()))
                      .serverSideEncryption(encryption.algorithm())
                      .ssekmsKeyId(encryption.keyOrNull())));
    }
    return true;
  }

  private Optional<HeadObjectResponse> head(String sha256) throws StoreException {
    try {
      return Optional.of(
          calls.make(
              () -> client.headObject(head -> head.bucket(bucket).key(sha256)),
              Set.of(NoSuchKeyException.class)));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    }
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return head(checked(sha256)).isPresent();
  }

  @Override
  public long size(String sha256) throws StoreException {
    return head(checked(sha256))
        .map(HeadObjectResponse::contentLength)
        .orElseThrow(() ->
            new StoreException(
                "artifact "
                    + sha256
                    + " is missing: there is no such object in the bucket "
                    + bucket));
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    ResponseInputStream<GetObjectResponse> first = from(checked(sha256), 0, Optional.empty());
    GetObjectResponse object = first.response();
    return new VerifyingInputStream(
        new ResumedInputStream(
            first,
            object.contentLength(),
            position -> from(sha256, position, Optional.ofNullable(object.eTag()))),
        sha256,
        "the object " + sha256 + " of the bucket " + bucket);
  }

  /**
   * The bytes of an object from a position on.
   *
   * @param tag of the very object that is meant
   */
  private ResponseInputStream<GetObjectResponse> from(
      String sha256, long position, Optional<String> tag) throws StoreException {
    try {
      return calls.make(
          () ->
              client.getObject(get -> {
                get.bucket(bucket).key(sha256);
                tag.ifPresent(get::ifMatch);
                if (position > 0) {
                  get.range("bytes=" + position + "-");
                }
              }),
          Set.<Class<? extends SdkException>>of(NoSuchKeyException.class));
    } catch (NoSuchKeyException e) {
      throw new StoreException(
          "artifact "
              + sha256
              + " is missing: there is no such object in the bucket "
              + bucket
              + "; restore it from a backup, or evaluate its experiment again",
          e);
    }
  }

  @Override
  public URI link(String sha256, Duration valid) throws StoreException {
    if (valid.isNegative() || valid.isZero() || valid.compareTo(LONGEST_LINK) > 0) {
      throw new IllegalArgumentException(
          "a link is valid for up to 7 days, which " + valid + " is not");
    }
    String key = checked(sha256);
    try {
      return calls
          .make(() ->
              presigner.presignGetObject(link ->
                  link.signatureDuration(valid)
                      .getObjectRequest(get -> get.bucket(bucket).key(key))))
          .url()
          .toURI();
    } catch (URISyntaxException e) {
      throw new StoreException("the link to artifact " + sha256 + " is no address", e);
    }
  }

  /** Which artifacts are mentioned; asked in the order of their names. */
  @FunctionalInterface
  public interface Mentioned {
    boolean contains(String sha256) throws IOException;
  }

  /**
   * Deletes artifacts that nothing mentions, and uploads that were begun and not ended; save those
   * put or begun since this store was opened, or not long before: their record may not be written
   * yet.
   *
   * @param grace how long before; no writer may take longer than this from an artifact to the
   *     record that mentions it
   * @return how many artifacts were deleted
   */
  public int collect(Mentioned mentioned, Duration grace) throws IOException {
    Instant oldest = opened.minus(grace);
    int deleted = 0;
    String after = "";
    while (true) {
      String last = after;
      ListObjectsV2Response page =
          calls.make(() -> client.listObjectsV2(list -> list.bucket(bucket).startAfter(last)));
      for (S3Object object : page.contents()) {
        after = object.key();
        if (object.lastModified().isBefore(oldest)
            && NAME.matcher(object.key()).matches()
            && !mentioned.contains(object.key())) {
          Object _ =
              calls.make(
                  () -> client.deleteObject(delete -> delete.bucket(bucket).key(object.key())));
          deleted++;
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        abandonUploads(oldest);
        return deleted;
      }
    }
  }

  private void abandonUploads(Instant oldest) throws StoreException {
    List<MultipartUpload> begun =
        calls.make(() ->
            client.listMultipartUploadsPaginator(list -> list.bucket(bucket)).uploads().stream()
                .toList());
    for (MultipartUpload each : begun) {
      if (each.initiated().isBefore(oldest) && NAME.matcher(each.key()).matches()) {
        upload.abort(each.key(), each.uploadId());
      }
    }
  }

  /** What was put before this is old, by the server's clock. */
  Instant opened() {
    return opened;
  }

  private static String checked(String sha256) throws StoreException {
    if (!NAME.matcher(sha256).matches()) {
      throw new StoreException(
          "'" + sha256 + "' does not name an artifact: a name is 64 lower-case hex digits");
    }
    return sha256;
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
