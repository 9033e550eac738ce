package dev.codecsmith.store.memory;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.events.EventSignal;
import dev.codecsmith.store.experiments.CampaignLease;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What a store in memory holds, and the lock under which it is used. */
final class MemoryTables {
  /** A rate point and the program that it was measured of. */
  record Measured(String programSha256, RatePoint point) {}

  /** In the order in which they were stored. */
  final SequencedMap<String, CampaignRecord> campaigns = new LinkedHashMap<>();

  final Map<String, CampaignLease> leases = new HashMap<>();
  final NavigableMap<String, ExperimentRecord> experiments = new TreeMap<>();

  /** Ids by campaign and iteration. */
  final Map<String, NavigableMap<Integer, String>> iterations = new HashMap<>();

  final Map<String, String> cached = new HashMap<>();
  final Map<String, Measured> measured = new HashMap<>();
  final MemoryEvents events = new MemoryEvents();
  final EventSignal signal = new EventSignal();
}
