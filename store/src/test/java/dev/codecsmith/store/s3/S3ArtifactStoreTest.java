package dev.codecsmith.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ChildJvm;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsCalls;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.aws.TestCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The contract, kept by an S3 server; and what only that has. */
final class S3ArtifactStoreTest extends AbstractArtifactStoreTest {
  private static final int PARTS_BYTES = 2 * ObjectUpload.PART_BYTES + 12_345;

  private final AwsAddress address = S3Server.address(S3Server.endpoint(), S3Server.newBucket());
  @TempDir private Path folder;
  private S3Client client;

  @BeforeEach
  @Override
  protected void openStore() throws StoreException {
    client = AwsClients.s3(address);
    S3Server.create(address);
    super.openStore();
  }

  @AfterEach
  void close() {
    s3().close();
    client.close();
  }

  @Override
  protected ArtifactStore open() throws StoreException {
    return S3Server.open(address);
  }

  private S3ArtifactStore s3() {
    return (S3ArtifactStore) store;
  }

  @Override
  protected void damage(String sha256, byte[] content) {
    client.putObject(
        put -> put.bucket(address.bucket()).key(sha256), RequestBody.fromBytes(content));
  }

  private HeadObjectResponse head(String sha256) {
    return client.headObject(head -> head.bucket(address.bucket()).key(sha256));
  }

  @Test
  void largeFileGoesUpInPartsAndComesBackAsItWas() throws Exception {
    Path clip = randomFile(PARTS_BYTES);
    String sha256 = store.put(clip);
    assertThat(head(sha256).eTag()).as("of three parts").endsWith("-3\"");
    assertThat(sha256).isEqualTo(hash(clip));
    Path back = folder.resolve("back");
    store.copyTo(sha256, back);
    assertThat(Files.mismatch(clip, back)).isEqualTo(-1);
  }

  @Test
  void whatIsNotWhatItsHashSaysIsNotStored() throws Exception {
    ObjectUpload upload =
        new ObjectUpload(
            client,
            new AwsCalls("bucket", "the bucket"),
            address.bucket(),
            new Encryption(Optional.empty()));
    Path clip = randomFile(PARTS_BYTES);
    try (InputStream in = Files.newInputStream(clip)) {
      assertThat(upload.put(ABC, in)).isFalse();
    }
    assertThatThrownBy(() -> upload.put(ABC, "abd".getBytes(UTF_8)))
        .isInstanceOf(StoreException.class);
    assertThat(store.contains(ABC)).isFalse();
    assertThat(client.listMultipartUploads(all -> all.bucket(address.bucket())).uploads())
        .as("the parts are gone")
        .isEmpty();
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void largeFileNeedsLittleMemory() throws Exception {
    Path clip = folder.resolve("clip");
    try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
      file.setLength(64L << 20);
      file.write("the rest is zeros".getBytes(UTF_8));
    }
    try (ChildJvm child =
        ChildJvm.startIn(
            // Little memory, and the compiler that knows the processor's instructions for hashing.
            List.of("bash", "-c", "exec \"${@/-XX:TieredStopAtLevel=1/-Xmx48m}\"", "bash"),
            UploadAndDownload.class,
            address,
            clip,
            folder.resolve("back"))) {
      assertThat(child.line()).isEqualTo(hash(clip));
    }
    assertThat(Files.mismatch(clip, folder.resolve("back"))).isEqualTo(-1);
  }

  /** Puts a file and gets it again, in a process of little memory. */
  static final class UploadAndDownload {
    public static void main(String[] arguments) throws IOException {
      TestCredentials.set();
      try (S3ArtifactStore store = S3Server.open(AwsAddress.parse(arguments[0]))) {
        String sha256 = store.put(Path.of(arguments[1]));
        store.copyTo(sha256, Path.of(arguments[2]));
        System.out.println(sha256);
      }
    }
  }

  @Test
  void downloadThatIsCutGoesOnWhereItWas() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(3).nextBytes(content);
    String sha256 = store.put(content);
    try (CuttingProxy proxy = new CuttingProxy(S3Server.endpoint(), 1_000_000, 2);
        S3ArtifactStore far = S3Server.open(S3Server.address(proxy.endpoint(), address.bucket()))) {
      assertThat(far.read(sha256)).isEqualTo(content);
      assertThat(proxy.cutsLeft()).isZero();
    }
  }

  @Test
  void downloadThatIsCutAgainAndAgainGetsThereInTheEnd() throws Exception {
    String sha256 = store.put(new byte[1_000_000]);
    try (CuttingProxy proxy = new CuttingProxy(S3Server.endpoint(), 10_000, Integer.MAX_VALUE);
        S3ArtifactStore far = S3Server.open(S3Server.address(proxy.endpoint(), address.bucket()))) {
      assertThat(far.read(sha256)).hasSize(1_000_000);
    }
  }

  @Test
  void whatIsStoredIsEncrypted() throws Exception {
    String small = store.put("abc".getBytes(UTF_8));
    String large = store.put(randomFile(PARTS_BYTES));
    assertThat(head(small).serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(head(large).serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
  }

  @Test
  void keyOfTheUsersIsAskedFor() throws Exception {
    AwsAddress withKey =
        AwsAddress.parse(
            address.toString().replace(address.bucket(), S3Server.newBucket()) + ",kms-key=mine");
    S3Server.create(withKey);
    try (S3ArtifactStore keyed =
        S3ArtifactStore.open(
            AwsClients.s3(withKey),
            AwsClients.presigner(withKey),
            withKey.bucket(),
            new Encryption(withKey.kmsKey()))) {
      String sha256 = keyed.put("abc".getBytes(UTF_8));
      HeadObjectResponse head =
          client.headObject(object -> object.bucket(withKey.bucket()).key(sha256));
      assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
      assertThat(head.ssekmsKeyId()).isEqualTo("mine");
    }
  }

  @Test
  void bucketThatIsMissingOrDoesNotEncryptIsToldAtOnce() {
    AwsAddress missing = S3Server.address(S3Server.endpoint(), S3Server.newBucket());
    assertThatThrownBy(() -> S3Server.open(missing))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContainingAll(missing.bucket(), "does not exist", "store init");
    client.createBucket(create -> create.bucket(missing.bucket()));
    assertThatThrownBy(() -> S3Server.open(missing))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not encrypt");
  }

  @Test
  void linkIsReadWithoutCredentialsUntilItsEnd() throws Exception {
    String sha256 = store.put("abc".getBytes(UTF_8));
    assertThat(get(s3().link(sha256, Duration.ofHours(1))).body()).isEqualTo("abc");
    URI brief = s3().link(sha256, Duration.ofSeconds(1));
    assertThat(
            get(URI.create(brief.toString().replace("X-Amz-Expires=1", "X-Amz-Expires=999")))
                .statusCode())
        .as("prolonged by hand")
        .isEqualTo(403);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    int status = get(brief).statusCode();
    while (status == 200 && System.nanoTime() < end) {
      status = get(brief).statusCode();
    }
    assertThat(status).isEqualTo(403);
    assertThatThrownBy(() -> s3().link(sha256, Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HttpResponse<String> get(URI link) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void truncatedBlobIsHealedByStoringItAgain() throws Exception {
    store.put("abc".getBytes(UTF_8));
    damage(ABC, new byte[0]);
    store.put("abc".getBytes(UTF_8));
    assertThat(store.read(ABC)).asString().isEqualTo("abc");
  }

  @Test
  void collectKeepsWhatIsMentionedOrNew() throws Exception {
    store.put("abc".getBytes(UTF_8));
    store.put(new byte[0]);
    assertThat(s3().collect(_ -> false, Duration.ZERO)).as("put since it was opened").isZero();
    assertThat(store.contains(ABC)).isTrue();
    assertThat(store.contains(EMPTY)).isTrue();
  }

  @Test
  void collectTakesWhatNothingRefersTo() throws Exception {
    store.put("abc".getBytes(UTF_8));
    store.put(new byte[0]);
    String touched = store.put("touched".getBytes(UTF_8));
    client.createMultipartUpload(begun -> begun.bucket(address.bucket()).key("ab".repeat(32)));
    client.putObject(
        put -> put.bucket(address.bucket()).key("README"), RequestBody.fromString("somebody's"));
    try (S3ArtifactStore later = openLaterThan("README")) {
      assertThat(later.collect(_ -> false, Duration.ofHours(1))).as("not long ago").isZero();
      later.put("touched".getBytes(UTF_8));
      assertThat(later.collect(ABC::equals, Duration.ZERO)).isEqualTo(1);
    }
    assertThat(store.contains(ABC)).isTrue();
    assertThat(store.contains(EMPTY)).isFalse();
    assertThat(store.read(touched)).asString().isEqualTo("touched");
    assertThat(client.listObjectsV2(list -> list.bucket(address.bucket())).contents())
        .as("what is no artifact is left alone")
        .anyMatch(object -> object.key().equals("README"));
    assertThat(client.listMultipartUploads(all -> all.bucket(address.bucket())).uploads())
        .isEmpty();
  }

  /** A store for which what is there now is of an earlier time. */
  private S3ArtifactStore openLaterThan(String key) throws StoreException {
    while (true) {
      S3ArtifactStore later = S3Server.open(address);
      if (later.opened().isAfter(head(key).lastModified())) {
        return later;
      }
      later.close();
    }
  }

  @Test
  void credentialsThatAreRefusedAreALastingFault() {
    TestCredentials.set(TestCredentials.ID, "wrong");
    try {
      assertThatThrownBy(() -> store.put("abc".getBytes(UTF_8)))
          .isInstanceOfSatisfying(
              StoreException.class, fault -> assertThat(fault.isLasting()).isTrue())
          .hasMessageContainingAll(address.bucket(), "refuses the credentials");
    } finally {
      TestCredentials.set();
    }
  }

  private Path randomFile(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve("clip"), content);
  }

  private static String hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
