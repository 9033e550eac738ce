package dev.codecsmith.cli.options;

import dev.codecsmith.service.meters.CloudWatchAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --cloudwatch}: figures for Amazon CloudWatch, where somebody wants them. */
public final class CloudWatchOption {
  @Option(
      names = "--cloudwatch",
      paramLabel = CloudWatchAddress.FORM,
      description =
          "Sends figures to Amazon CloudWatch once a minute, with the AWS SDK's usual credentials."
              + " Default: sends none")
  private @Nullable String address;

  /**
   * Where they are sent; empty where none are.
   *
   * @throws IllegalArgumentException with a sentence if it is written wrongly
   */
  public Optional<CloudWatchAddress> address() {
    return Optional.ofNullable(address).map(CloudWatchAddress::parse);
  }
}
