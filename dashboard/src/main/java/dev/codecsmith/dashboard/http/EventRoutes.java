package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.live.CampaignFeed;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A campaign's events as server-sent ones (WHATWG HTML, 9.2). The id of a stored one is its number,
 * by which a browser whose connection was cut asks for what is behind it; one that tells how far
 * something is has none.
 */
final class EventRoutes {
  /** A sign of life, by which a reader that is gone is found. */
  private static final Duration PING = Duration.ofSeconds(15);

  private static final String LIFE = ": ping\n\n";

  /** How often it is looked whether a campaign has begun where none had. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final long LOOKS_A_PING = PING.dividedBy(LOOK);

  /** What asks for nothing that has happened already. */
  private static final String NOW = "now";

  /** As soon as this a browser asks again when it was cut off. */
  private static final int AGAIN_MILLIS = 1000;

  private final CampaignChoice choice;
  private final LiveCampaigns live;
  private final Turns turns;

  /**
   * @param turns of following
   */
  EventRoutes(CampaignChoice choice, LiveCampaigns live, Turns turns) {
    this.choice = choice;
    this.live = live;
    this.turns = turns;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/events", this::follow);
  }

  private void follow(Context context)
      throws Refusal, StoreException, IOException, InterruptedException {
    try (Turns.Turn _ = turns.take()) {
      send(context);
    }
  }

  private void send(Context context)
      throws Refusal, StoreException, IOException, InterruptedException {
    Optional<String> known = choice.beforeItIsStored(context);
    // What happens once the answer has begun is behind it.
    long after = after(context, known);
    context.contentType("text/event-stream").header("Cache-Control", "no-store");
    OutputStream out = context.res().getOutputStream();
    send(out, "retry: " + AGAIN_MILLIS + "\n\n");
    Optional<String> campaign = known.isPresent() ? known : awaitOne(out);
    if (campaign.isPresent()) {
      follow(campaign.get(), after, out);
    }
  }

  /** Until one is run, as at an orchestrator that has none yet; empty if this ends before. */
  private Optional<String> awaitOne(OutputStream out)
      throws StoreException, IOException, InterruptedException {
    Optional<String> campaign = live.running();
    for (long looked = 1; campaign.isEmpty() && !live.isClosed(); looked++) {
      // What another process runs, none tells.
      Thread.sleep(LOOK);
      campaign = live.running();
      if (looked % LOOKS_A_PING == 0) {
        send(out, LIFE);
      }
    }
    return campaign;
  }

  private void follow(String campaign, long after, OutputStream out)
      throws StoreException, IOException, InterruptedException {
    try (CampaignFeed.Follower follower = live.feed(campaign).follow(after)) {
      boolean ended = false;
      boolean runs = runs(campaign);
      while (!ended) {
        CampaignFeed.News news = follower.next(PING);
        String text = text(campaign, news);
        // A process that is killed tells nothing of it.
        if (text.isEmpty() && runs != runs(campaign)) {
          runs = !runs;
          text = "data: " + run(campaign, runs) + "\n\n";
        }
        send(out, text.isEmpty() ? LIFE : text);
        ended = news.ended();
      }
    }
  }

  private boolean runs(String campaign) throws StoreException {
    return live.running().equals(Optional.of(campaign));
  }

  private static ObjectNode run(String campaign, boolean runs) {
    return Json.mapper()
        .createObjectNode()
        .put("campaign", campaign)
        .put("type", "run")
        .put("running", runs);
  }

  /** The last event that the reader knows: as its browser says, or else as the page says. */
  private long after(Context context, Optional<String> campaign) throws Refusal, StoreException {
    Optional<String> header =
        Optional.ofNullable(context.header("Last-Event-ID")).filter(text -> !text.isEmpty());
    String text = header.or(() -> Queries.text(context, "after")).orElse("0");
    if (text.equals(NOW)) {
      return campaign.isPresent() ? live.lastEvent(campaign.get()) : 0;
    }
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new Refusal(
          400, "Last-Event-ID and after are the number of an event, or after is now.");
    }
  }

  private static String text(String campaign, CampaignFeed.News news) {
    StringBuilder text = new StringBuilder();
    for (StoredEvent stored : news.stored()) {
      ObjectNode data = data(campaign, stored.time(), stored.event());
      data.put("number", stored.number());
      text.append("id: ").append(stored.number()).append('\n');
      text.append("data: ").append(data).append("\n\n");
    }
    for (CampaignFeed.LiveEvent event : news.live()) {
      text.append("data: ").append(data(campaign, event.time(), event.event())).append("\n\n");
    }
    return text.toString();
  }

  /** Time and campaign, and then the event's own properties. */
  private static ObjectNode data(String campaign, Instant time, CampaignEvent event) {
    ObjectNode data = Json.mapper().createObjectNode();
    data.put("time", time.toString());
    data.put("campaign", campaign);
    data.setAll((ObjectNode) Json.mapper().valueToTree(event));
    return data;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
