package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.remembered.RecentMap;
import dev.codecsmith.evolve.cascade.CascadeFigures;
import dev.codecsmith.evolve.cascade.CascadeLine;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What campaigns' cascades were worth. An experiment that has ended never changes, so it is read
 * once, unless experiments are deleted or come late: then all are read again; and figures are made
 * anew where another one has ended. Safe for all threads; who asks of one campaign waits for nobody
 * who asks of another.
 */
final class KnownCascades {
  private static final int CAMPAIGNS = 16;
  private static final int PAGE = 1000;

  private final ExperimentStore store;
  private final LiveCampaigns live;

  /** Of those that were looked at last. */
  private final Map<String, Known> campaigns = new RecentMap<>(CAMPAIGNS);

  /** What is known of a campaign; guarded by itself. */
  private static final class Known {
    /** The first experiments, which all have ended. */
    private final List<CascadeLine> first = new ArrayList<>();

    /** Those behind them that have ended. */
    private List<CascadeLine> others = List.of();

    private int deletions;
    private Optional<CascadeFigures> figures = Optional.empty();

    void forget() {
      first.clear();
      others = List.of();
    }

    int ended() {
      return first.size() + others.size();
    }

    int last() {
      return first.isEmpty() ? Integer.MIN_VALUE : first.getLast().iteration();
    }
  }

  KnownCascades(ExperimentStore store, LiveCampaigns live) {
    this.store = store;
    this.live = live;
  }

  /** Of a campaign as it is now; empty where it has no cascade, or none that was met. */
  Optional<CascadeFigures> of(CampaignRecord campaign) throws StoreException {
    Known known;
    synchronized (campaigns) {
      known = campaigns.computeIfAbsent(campaign.id(), _ -> new Known());
    }
    synchronized (known) {
      // Both are asked for before the lines: what happens after that is seen the next time.
      int deletions = live.state(campaign.id()).deletions();
      int ended = ended(campaign.id());
      boolean changed = deletions != known.deletions;
      if (changed) {
        known.forget();
        known.deletions = deletions;
      }
      changed |= read(campaign.id(), known);
      if (known.ended() < ended) {
        // One came after another one of a later iteration had ended.
        known.forget();
        changed |= read(campaign.id(), known);
      }
      if (changed) {
        List<CascadeLine> all = new ArrayList<>(known.first);
        all.addAll(known.others);
        known.figures = CascadeFigures.of(campaign, all);
      }
      return known.figures;
    }
  }

  private int ended(String campaign) throws StoreException {
    return store.counts(campaign).entrySet().stream()
        .filter(each -> each.getKey().isFinal())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Reads what is behind the first ones; whether that is otherwise than before. */
  private boolean read(String campaign, Known known) throws StoreException {
    int before = known.first.size();
    List<CascadeLine> others = new ArrayList<>();
    boolean allEnded = true;
    int after = known.last();
    List<ExperimentSummary> page;
    do {
      page = store.summaries(campaign, after, PAGE);
      for (ExperimentSummary line : page) {
        after = line.iteration();
        allEnded &= line.status().isFinal();
        if (line.status().isFinal()) {
          (allEnded ? known.first : others).add(CascadeLine.of(line));
        }
      }
    } while (page.size() == PAGE);
    boolean changed = known.first.size() != before || !others.equals(known.others);
    known.others = others;
    return changed;
  }
}
