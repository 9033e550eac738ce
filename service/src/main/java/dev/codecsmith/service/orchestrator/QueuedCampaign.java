package dev.codecsmith.service.orchestrator;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A campaign in the queue, or one that was.
 *
 * @param place rises in the order in which campaigns are run
 * @param planned what it is
 * @param request how it was asked for
 * @param state where it stands
 * @param sentence why it ended before its last iteration, which fault keeps it from going on for
 *     now, or who else runs it; empty where none is so
 * @param times when what happened
 * @param anew what it goes on with once it has stopped; empty where it does not
 */
public record QueuedCampaign(
    long place,
    CampaignRunner.Planned planned,
    CampaignRequest request,
    CampaignState state,
    Optional<String> sentence,
    Times times,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Anew> anew) {

  /** Another text of a campaign that runs, such as with a new budget. */
  public record Anew(CampaignRunner.Planned planned, CampaignRequest request) {}

  /**
   * When what happened.
   *
   * @param submitted when it was asked for, or asked to go on
   * @param begun when it last began to run
   * @param ended when it last ended
   */
  public record Times(Instant submitted, Optional<Instant> begun, Optional<Instant> ended) {}

  public String id() {
    return planned.id();
  }

  static QueuedCampaign waiting(
      long place, CampaignRunner.Planned planned, CampaignRequest request, Instant now) {
    return new QueuedCampaign(
        place,
        planned,
        request,
        CampaignState.WAITING,
        Optional.empty(),
        new Times(now, Optional.empty(), Optional.empty()),
        Optional.empty());
  }

  /** As it waits to be run again. */
  QueuedCampaign waiting(long newPlace, Instant now) {
    return waiting(newPlace, planned, request, now);
  }

  QueuedCampaign begun(Instant now) {
    return new QueuedCampaign(
        place,
        planned,
        request,
        CampaignState.RUNNING,
        Optional.empty(),
        new Times(times.submitted(), Optional.of(now), Optional.empty()),
        Optional.empty());
  }

  /** A fault that may pass keeps it from going on. */
  QueuedCampaign heldUp(String why) {
    return new QueuedCampaign(place, planned, request, state, Optional.of(why), times, anew);
  }

  /** Another process runs it; it waits behind the others. */
  QueuedCampaign behind(long newPlace, String why) {
    return new QueuedCampaign(
        newPlace,
        planned,
        request,
        CampaignState.WAITING,
        Optional.of(why),
        times,
        Optional.empty());
  }

  QueuedCampaign stopping() {
    return stopping(Optional.empty());
  }

  /** It stops, and then goes on with what is given. */
  QueuedCampaign stopping(Optional<Anew> then) {
    return new QueuedCampaign(
        place, planned, request, CampaignState.STOPPING, sentence, times, then);
  }

  /** As it is when it has stopped, or as it goes on then. */
  QueuedCampaign stopped(Instant now) {
    return afterwards(CampaignState.STOPPED, Optional.of(stopSentence()), now);
  }

  String stopSentence() {
    return "It was asked to stop; POST /campaigns/" + id() + "/resume goes on.";
  }

  /** As it is when it has ended, or as it waits then, in its old place, with another text. */
  QueuedCampaign afterwards(CampaignState how, Optional<String> why, Instant now) {
    return anew.map(with -> waiting(place, with.planned(), with.request(), now))
        .orElseGet(() -> ended(how, why, now));
  }

  private QueuedCampaign ended(CampaignState how, Optional<String> why, Instant now) {
    return new QueuedCampaign(
        place,
        planned,
        request,
        how,
        why,
        new Times(times.submitted(), times.begun(), Optional.of(now)),
        Optional.empty());
  }
}
