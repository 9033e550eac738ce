package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Which program of a campaign came from which. */
final class FamilyTree {
  private final SequencedMap<String, Relative> programs = new LinkedHashMap<>();

  void proposed(CandidateProposed proposed) {
    programs.put(
        proposed.id(),
        new Relative(
            proposed.id(),
            proposed.iteration(),
            proposed.name(),
            proposed.proposer(),
            proposed.parents(),
            Optional.empty(),
            false));
  }

  void ended(ExperimentEnded ended) {
    Optional<Relative> known = Optional.ofNullable(programs.get(ended.id()));
    programs.put(
        ended.id(),
        new Relative(
            ended.id(),
            ended.iteration(),
            ended.name(),
            known.map(Relative::proposer).orElse(""),
            known.map(Relative::parents).orElse(List.of()),
            ended.score(),
            ended.failure().isPresent()));
  }

  void deleted(String id) {
    programs.remove(id);
  }

  List<Relative> children(String id) {
    return programs.values().stream()
        .filter(each -> each.parents().contains(id))
        .sorted(Comparator.comparingDouble(each -> each.score().orElse(Double.POSITIVE_INFINITY)))
        .toList();
  }

  List<Relative> all() {
    return List.copyOf(programs.values());
  }
}
