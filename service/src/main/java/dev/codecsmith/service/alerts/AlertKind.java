package dev.codecsmith.service.alerts;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can be wrong. */
public enum AlertKind {
  WORKER_DOWN("worker down"),
  NO_WORKER("no worker"),
  WORKER_MISSING("worker missing"),
  CAMPAIGN_STALLED("campaign stalled"),
  CAMPAIGN_FAULT("campaign fault"),
  BUDGET("budget"),
  FAILURE_RATE("failure rate"),
  DISK_LOW("disk low"),
  STORE_AWAY("store away");

  private final String label;

  AlertKind(String label) {
    this.label = label;
  }

  /** As people and files name it. */
  @JsonValue
  public String label() {
    return label;
  }
}
