package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.store.events.CampaignEvent;
import java.time.Instant;
import java.util.List;

/** Finds incidents. What it finds follows from what it was shown alone. */
public interface Rule {

  /** What an event of the campaign changes. */
  default List<Finding> on(Instant time, CampaignEvent event) {
    return List.of();
  }

  /** What the time changes; asked every few seconds. */
  default List<Finding> at(Instant now) {
    return List.of();
  }
}
