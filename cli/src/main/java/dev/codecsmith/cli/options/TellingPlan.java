package dev.codecsmith.cli.options;

import dev.codecsmith.service.alerts.AlertChannel;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.meters.CloudWatchAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who is to be told how campaigns go.
 *
 * @param settings from when on something is wrong
 * @param channels told of it; the log is one
 * @param cloudWatch where figures are sent; empty where none are
 */
public record TellingPlan(
    AlertSettings settings, List<AlertChannel> channels, Optional<CloudWatchAddress> cloudWatch) {
  public TellingPlan {
    channels = List.copyOf(channels);
  }
}
