package dev.codecsmith.store.s3;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsCalls;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The bucket of the artifacts: how it is made, and what it must be like. */
public final class ArtifactBucket {
  private static final int CONFLICT = 409;

  private ArtifactBucket() {}

  private static AwsCalls calls(String bucket) {
    return new AwsCalls("bucket", "the bucket " + bucket);
  }

  /**
   * Makes the bucket unless it is there, and has it encrypt whatever is put into it.
   *
   * @return whether it was made
   */
  public static boolean create(S3Client client, String bucket, Encryption encryption)
      throws StoreException {
    boolean made = false;
    try {
      Object _ =
          calls(bucket)
              .make(
                  () -> client.createBucket(create -> create.bucket(bucket)),
                  Set.of(BucketAlreadyOwnedByYouException.class));
      made = true;
    } catch (BucketAlreadyOwnedByYouException _) {
      made = false;
    } catch (StoreException e) {
      if (!(e.getCause() instanceof AwsServiceException fault) || fault.statusCode() != CONFLICT) {
        throw e;
      }
      throw StoreException.lasting(
          "the bucket "
              + bucket
              + " is somebody else's: names of buckets are the whole world's; choose another with"
              + " bucket=… in --store",
          e);
    }
    ServerSideEncryptionByDefault wanted =
        ServerSideEncryptionByDefault.builder()
            .sseAlgorithm(encryption.algorithm())
            .kmsMasterKeyID(encryption.keyOrNull())
            .build();
    ServerSideEncryptionRule rule =
        ServerSideEncryptionRule.builder().applyServerSideEncryptionByDefault(wanted).build();
    Object _ =
        calls(bucket)
            .make(() ->
                client.putBucketEncryption(put ->
                    put.bucket(bucket)
                        .serverSideEncryptionConfiguration(all -> all.rules(List.of(rule)))));
    check(client, bucket);
    return made;
  }

  /** Whether the bucket is there. */
  public static boolean exists(S3Client client, String bucket) throws StoreException {
    try {
      Object _ =
          calls(bucket)
              .make(
                  () -> client.headBucket(head -> head.bucket(bucket)),
                  Set.of(NoSuchBucketException.class));
      return true;
    } catch (NoSuchBucketException _) {
      return false;
    }
  }

  /**
   * Makes sure that the bucket is there and encrypts what it keeps.
   *
   * @throws StoreException with a sentence if not
   */
  public static void check(S3Client client, String bucket) throws StoreException {
    List<ServerSideEncryptionRule> rules = List.of();
    try {
      rules =
          calls(bucket)
              .make(
                  () -> client.getBucketEncryption(get -> get.bucket(bucket)),
                  Set.of(S3Exception.class))
              .serverSideEncryptionConfiguration()
              .rules();
    } catch (S3Exception e) {
      if (e.awsErrorDetails() == null
          || !"ServerSideEncryptionConfigurationNotFoundError"
              .equals(e.awsErrorDetails().errorCode())) {
        throw calls(bucket).fault(e);
      }
    }
    if (rules.stream().noneMatch(ArtifactBucket::encrypts)) {
      throw StoreException.lasting(
          "the bucket "
              + bucket
              + " does not encrypt what it keeps: let codecsmith store init set that, or set its"
              + " default encryption");
    }
  }

  private static boolean encrypts(ServerSideEncryptionRule rule) {
    ServerSideEncryptionByDefault standard = rule.applyServerSideEncryptionByDefault();
    return standard != null
        && standard.sseAlgorithm() != null
        && standard.sseAlgorithm() != ServerSideEncryption.UNKNOWN_TO_SDK_VERSION;
  }
}
