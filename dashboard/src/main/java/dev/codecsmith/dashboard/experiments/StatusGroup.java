package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.store.ExperimentStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The three lists of experiments, as they are called in JSON. */
public enum StatusGroup {
  SUCCESSFUL("successful"),
  IN_PROGRESS("in_progress"),
  FAILED("failed");

  private final String key;

  StatusGroup(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  /** The statuses of its experiments. */
  public Set<ExperimentStatus> statuses() {
    return Arrays.stream(ExperimentStatus.values())
        .filter(status -> of(status) == this)
        .collect(Collectors.toSet());
  }

  /** How many of a campaign's experiments are in it. */
  int count(Map<ExperimentStatus, Integer> counts) {
    return statuses().stream().mapToInt(status -> counts.getOrDefault(status, 0)).sum();
  }

  private static StatusGroup of(ExperimentStatus status) {
    return switch (status) {
      case SUCCEEDED -> SUCCESSFUL;
      case FAILED -> FAILED;
      default -> IN_PROGRESS;
    };
  }

  public static Optional<StatusGroup> of(String key) {
    return Arrays.stream(values()).filter(group -> group.key.equals(key)).findFirst();
  }

  /** How many experiments are in each list. */
  public static ObjectNode counts(Map<ExperimentStatus, Integer> counts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (StatusGroup group : values()) {
      node.put(group.key(), group.count(counts));
    }
    return node;
  }
}
