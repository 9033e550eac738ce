package dev.codecsmith.store.s3;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.aws.TestCredentials;
import java.net.URI;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server, s3proxy, in this process, with objects in memory; one for all tests of this JVM.
 */
public final class S3Server {
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final URI ENDPOINT = started();

  private S3Server() {}

  private static URI started() {
    TestCredentials.set();
    try {
      S3Proxy server =
          S3Proxy.builder()
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(
                  AuthenticationType.AWS_V4, TestCredentials.ID, TestCredentials.SECRET)
              .blobStore(BlobStores.create("transient-nio2", new Properties()))
              .build();
      server.start();
      return URI.create("http://127.0.0.1:" + server.getPort());
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server of the tests does not start", e);
    }
  }

  /** Where it listens. */
  public static URI endpoint() {
    return ENDPOINT;
  }

  /** A bucket of a name that no other test has. */
  public static String newBucket() {
    return "bucket-" + BUCKETS.incrementAndGet();
  }

  /** The address of a bucket. */
  public static AwsAddress address(URI endpoint, String bucket) {
    return AwsAddress.parse(
        "aws:table=unused,path-style,region=us-east-1,bucket=" + bucket + ",endpoint=" + endpoint);
  }

  /** Makes the bucket. */
  static void create(AwsAddress address) throws StoreException {
    try (S3Client client = AwsClients.s3(address)) {
      boolean _ = ArtifactBucket.create(client, address.bucket(), new Encryption(address.kmsKey()));
    }
  }

  static S3ArtifactStore open(AwsAddress address) throws StoreException {
    return S3ArtifactStore.open(
        AwsClients.s3(address),
        AwsClients.presigner(address),
        address.bucket(),
        new Encryption(Optional.empty()));
  }
}
