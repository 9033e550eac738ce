package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.ModelsSpent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells that a run begins. Telling may be tried again after a fault of the store: each event is
 * told once all the same, and a first run is not told to continue because its first attempt had
 * begun it.
 */
final class RunBeginning {
  private final CampaignSettings settings;
  private final CampaignTools tools;
  private final Set<Class<? extends CampaignEvent>> told = new HashSet<>();
  private boolean first;

  RunBeginning(CampaignSettings settings, CampaignTools tools) {
    this.settings = settings;
    this.tools = tools;
  }

  /** Tells of the campaign's beginning if this is its first run: before anything else of it. */
  void begun() throws StoreException {
    if (!told.contains(CampaignBegun.class)) {
      first = tools.events().publish(new CampaignBegun(settings.name(), settings.iterations()));
      told.add(CampaignBegun.class);
    }
  }

  /**
   * Tells what earlier runs left.
   *
   * @param last the last iteration they stored; 0 if none
   * @param finished how many of the iterations asked for have ended
   */
  void continued(int last, int finished) throws StoreException {
    if (!first || last > 0) {
      Optional<Double> best =
          tools.store().best(settings.id(), settings.iterations(), 1).stream()
              .findFirst()
              .flatMap(ExperimentSummary::score);
      once(new CampaignContinued(finished, settings.iterations(), best));
    }
    Optional<ModelsSpent> spent = tools.spent().get();
    if (spent.isPresent()) {
      once(spent.get());
    }
  }

  private void once(CampaignEvent event) throws StoreException {
    if (!told.contains(event.getClass())) {
      boolean _ = tools.events().publish(event);
      told.add(event.getClass());
    }
  }
}
