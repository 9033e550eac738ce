package dev.codecsmith.store.aws;

import dev.codecsmith.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients of the servers at an address; who asks for one closes it. */
public final class AwsClients {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Servers that are not Amazon's want one in the signature and do not look at it. */
  private static final String REGION_OF_OTHERS = "us-east-1";

  private AwsClients() {}

  public static DynamoDbClient dynamo(AwsAddress address) throws StoreException {
    var builder = DynamoDbClient.builder().httpClient(http());
    address.endpoint().ifPresent(builder::endpointOverride);
    return at(address, builder).build();
  }

  public static S3Client s3(AwsAddress address) throws StoreException {
    var builder = S3Client.builder().httpClient(http()).forcePathStyle(address.pathStyle());
    address.artifactEndpoint().ifPresent(builder::endpointOverride);
    return at(address, builder).build();
  }

  /** One for buckets of any name, by the SDK's usual settings: profile, region, endpoint. */
  public static S3Client s3() {
    Region region;
    try {
      region = DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException _) {
      region = Region.of(REGION_OF_OTHERS);
    }
    return S3Client.builder()
        .httpClient(http())
        .region(region)
        .crossRegionAccessEnabled(true)
        .build();
  }

  /** Makes links that are valid without credentials. */
  public static S3Presigner presigner(AwsAddress address) throws StoreException {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(region(address))
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(address.pathStyle()).build());
    address.artifactEndpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * The JDK's own client: nothing to carry, and enough for calls that each wait for their answer.
   */
  public static SdkHttpClient http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(SILENCE)
        .build();
  }

  private static <B extends AwsClientBuilder<B, C>, C> B at(AwsAddress address, B builder)
      throws StoreException {
    return builder.region(region(address));
  }

  private static Region region(AwsAddress address) throws StoreException {
    return region(address.region(), address.endpoint(), address.toString(), "--store");
  }

  /**
   * The region of a server: the one named, or that of the SDK's usual chain.
   *
   * @param named empty where nobody named one
   * @param endpoint another server than Amazon's; it needs none
   * @param what the server is, for messages
   * @param option where a region can be named
   * @throws StoreException with a sentence if none is known
   */
  public static Region region(
      Optional<String> named, Optional<URI> endpoint, String what, String option)
      throws StoreException {
    if (named.isPresent()) {
      return Region.of(named.get());
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      if (endpoint.isPresent()) {
        return Region.of(REGION_OF_OTHERS);
      }
      throw StoreException.lasting(
          "no region is known for %s: add region=… to %s, such as region=eu-central-1, or set AWS_REGION"
              .formatted(what, option),
          e);
    }
  }
}
