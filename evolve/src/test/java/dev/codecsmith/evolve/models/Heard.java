package dev.codecsmith.evolve.models;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ModelRetried;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.codecsmith.store.events.EventSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers what was told. */
public final class Heard implements EventSink {
  public final List<CampaignEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void send(CampaignEvent event) {
    events.add(event);
  }

  /** What was told of retries. */
  public List<ModelRetried> retries() {
    return List.copyOf(events).stream()
        .filter(ModelRetried.class::isInstance)
        .map(ModelRetried.class::cast)
        .toList();
  }

  /** The texts of warnings. */
  public List<String> warnings() {
    return List.copyOf(events).stream()
        .filter(Warning.class::isInstance)
        .map(event -> ((Warning) event).text())
        .toList();
  }
}
