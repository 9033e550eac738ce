package dev.codecsmith.cluster.client;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;

/**
 * Tells how far a round of rate points is as an evaluation in one process does: how many are
 * encoded, and when all are, how many are decoded. In a fleet both halves of a point are one step,
 * of which the workflow knows the end alone; which half a step is in says the server. Every number
 * is told once, in order, whatever is known first. Other heartbeats go through as they are.
 */
final class RoundProgress {
  private final Heartbeats heartbeats;
  private int total;
  private int ended;
  private int encodedTold;
  private int decodedTold;

  RoundProgress(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  /** What the workflow tells: its points count as encoded when they have ended. */
  void hear(Heartbeat heartbeat) throws InfrastructureException {
    switch (heartbeat) {
      case Heartbeat.Phase(ExperimentStatus phase, int done, int of)
          when phase == ExperimentStatus.ENCODING -> {
        if (done == 0) {
          begin(of);
        }
        ended = done;
        encoded(done);
      }
      case Heartbeat.Phase(ExperimentStatus phase, int done, int _)
          when phase == ExperimentStatus.DECODING ->
          decoded(done);
      default -> heartbeats.hear(heartbeat);
    }
  }

  /** So many points are under way of which the encoder has ended. */
  void decoding(int points) throws InfrastructureException {
    encoded(Math.min(total, ended + points));
  }

  private void begin(int points) {
    total = points;
    encodedTold = -1;
    decodedTold = -1;
  }

  private void encoded(int points) throws InfrastructureException {
    while (encodedTold < points) {
      encodedTold++;
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.ENCODING, encodedTold, total));
    }
    if (total > 0 && encodedTold == total) {
      decoded(ended);
    }
  }

  private void decoded(int points) throws InfrastructureException {
    while (decodedTold < points) {
      decodedTold++;
      heartbeats.hear(new Heartbeat.Phase(ExperimentStatus.DECODING, decodedTold, total));
    }
  }
}
