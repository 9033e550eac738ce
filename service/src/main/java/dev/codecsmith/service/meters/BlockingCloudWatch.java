package dev.codecsmith.service.meters;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/**
 * What Micrometer asks of CloudWatch, by the JDK's own HTTP client: Micrometer calls from a thread
 * of its own, which may wait, and so needs none of the libraries that make calls asynchronous. A
 * fault is logged once, until a call works again.
 */
final class BlockingCloudWatch implements CloudWatchAsyncClient {
  private static final Logger log = LoggerFactory.getLogger(BlockingCloudWatch.class);

  private final CloudWatchClient client;
  private volatile boolean failing;

  BlockingCloudWatch(CloudWatchClient client) {
    this.client = client;
  }

  @Override
  public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
    try {
      PutMetricDataResponse response = client.putMetricData(request);
      failing = false;
      return CompletableFuture.completedFuture(response);
    } catch (SdkException e) {
      if (!failing) {
        log.warn("CloudWatch does not take figures: {}", e.getMessage());
      }
      failing = true;
      // Micrometer would log each one, every minute, with its stack.
      return CompletableFuture.completedFuture(PutMetricDataResponse.builder().build());
    }
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {
    client.close();
  }
}
