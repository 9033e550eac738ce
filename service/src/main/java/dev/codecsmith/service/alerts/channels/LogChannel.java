package dev.codecsmith.service.alerts.channels;

import dev.codecsmith.service.alerts.Alert;
import dev.codecsmith.service.alerts.AlertChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's log. */
public final class LogChannel implements AlertChannel {
  private static final Logger log = LoggerFactory.getLogger("Alert");

  @Override
  public String name() {
    return "the log";
  }

  @Override
  public String id() {
    return "log";
  }

  /** Ends are logged as loud as beginnings: a log that has the one needs the other. */
  @Override
  public void tell(Alert alert) {
    log.warn("{}. {}", alert.title(), alert.text().replace('\n', ' '));
  }
}
