package dev.codecsmith.store.cloud;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.dynamo.TableSchema;
import dev.codecsmith.store.s3.ArtifactBucket;
import dev.codecsmith.store.s3.Encryption;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes the table and the bucket of a store in the cloud. */
public final class CloudStoreSetup {
  private CloudStoreSetup() {}

  /**
   * What was made.
   *
   * @param table whether the table was; if not, it was there
   * @param bucket whether the bucket was
   */
  public record Made(boolean table, boolean bucket) {}

  /**
   * Makes what is missing, waits until it can be used, and makes sure that it is as it must be;
   * what is there stays, but that a bucket is set to encrypt.
   *
   * @throws StoreException with a sentence if something else is there under one of the names
   */
  public static Made make(AwsAddress address) throws StoreException {
    try (DynamoDbClient dynamo = AwsClients.dynamo(address);
        S3Client s3 = AwsClients.s3(address)) {
      boolean bucket =
          ArtifactBucket.create(s3, address.bucket(), new Encryption(address.kmsKey()));
      boolean table = TableSchema.create(dynamo, address.table());
      return new Made(table, bucket);
    }
  }
}
