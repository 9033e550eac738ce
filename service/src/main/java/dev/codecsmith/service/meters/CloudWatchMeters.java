package dev.codecsmith.service.meters;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsClients;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/** Sends figures to Amazon CloudWatch once a minute, and once more at the end. */
public final class CloudWatchMeters implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Optional<Sender> sender;

  /** What is to be closed. */
  private record Sender(CloudWatchMeterRegistry registry, BlockingCloudWatch client) {}

  private CloudWatchMeters(Optional<Sender> sender) {
    this.sender = sender;
  }

  /**
   * Begins to send.
   *
   * @param address where to; nothing is sent where there is none
   * @throws StoreException with a sentence if no region is known
   */
  public static CloudWatchMeters start(Optional<CloudWatchAddress> address, MeterBinder meters)
      throws StoreException {
    if (address.isEmpty()) {
      return new CloudWatchMeters(Optional.empty());
    }
    BlockingCloudWatch client = new BlockingCloudWatch(client(address.get()));
    CloudWatchMeterRegistry registry =
        new CloudWatchMeterRegistry(config(address.get().namespace()), Clock.SYSTEM, client);
    meters.bindTo(registry);
    return new CloudWatchMeters(Optional.of(new Sender(registry, client)));
  }

  private static CloudWatchClient client(CloudWatchAddress address) throws StoreException {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .httpClient(AwsClients.http())
            .region(
                AwsClients.region(
                    address.region(), address.endpoint(), "CloudWatch", "--cloudwatch"))
            .overrideConfiguration(limits -> limits.apiCallTimeout(PATIENCE));
    address.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static CloudWatchConfig config(String namespace) {
    return new CloudWatchConfig() {
      @Override
      public @Nullable String get(String key) {
        return null;
      }

      @Override
      public String namespace() {
        return namespace;
      }
    };
  }

  @Override
  public void close() {
    sender.ifPresent(each -> {
      each.registry().close();
      each.client().close();
    });
  }
}
