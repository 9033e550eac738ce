package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeat;
import tools.jackson.databind.node.ObjectNode;

/** What happens in a run, numbered from 1. */
public sealed interface RunEvent {
  int number();

  /** A sign of life. */
  record Beat(int number, Heartbeat heartbeat) implements RunEvent {}

  /** The end: the reply. */
  record End(int number, ObjectNode reply) implements RunEvent {}
}
