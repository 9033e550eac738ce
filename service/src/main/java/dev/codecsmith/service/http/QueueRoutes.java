package dev.codecsmith.service.http;

import dev.codecsmith.service.limits.EventStream;
import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.orchestrator.CampaignFigures;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.orchestrator.QueuedCampaign;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Campaigns come in, are shown, followed, stopped and let go on. */
final class QueueRoutes implements HttpListener.Routes {
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_NAME = 200;
  private static final int PAGE = 500;
  private static final Duration PING = Duration.ofSeconds(1);

  /** For a store that may be away: for one campaign; for a list, as a table of all waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PATIENCE_FOR_ALL = Duration.ofMillis(400);

  /** A page of another site cannot send these without asking first, and is told no. */
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");

  private final Orchestrator orchestrator;
  private final ExperimentStore store;
  private final CampaignFigures figures;
  private final BoundedBodies bodies;
  private final EventStreams streams;

  QueueRoutes(
      Orchestrator orchestrator,
      ExperimentStore store,
      BoundedBodies bodies,
      EventStreams streams) {
    this.bodies = bodies;
    this.streams = streams;
    this.orchestrator = orchestrator;
    this.store = store;
    this.figures = new CampaignFigures(store, orchestrator::changes);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/campaigns", this::submit);
    routes.get("/campaigns", this::list);
    routes.get("/campaigns/{id}", context -> answer(context, found(context)));
    routes.delete("/campaigns/{id}", context -> answer(context, orchestrator.remove(id(context))));
    routes.post("/campaigns/{id}/stop", context -> answer(context, orchestrator.stop(id(context))));
    routes.post(
        "/campaigns/{id}/resume", context -> answer(context, orchestrator.resume(id(context))));
    routes.get("/campaigns/{id}/events", this::follow);
  }

  private void submit(Context context)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    String type = Optional.ofNullable(context.contentType()).orElse("").split(";", 2)[0].strip();
    if (!YAML.contains(type)) {
      Problems.answer(
          context, 415, "A campaign is sent as YAML, with Content-Type: application/yaml.");
      return;
    }
    Optional<BoundedBodies.Body> body = bodies.of(context, MOST_BYTES);
    if (body.isPresent()) {
      Orchestrator.Taken taken;
      try (BoundedBodies.Body read = body.get()) {
        taken =
            orchestrator.submit(
                new CampaignRequest(text(read.bytes()), Optional.empty(), name(context)));
      }
      context.header("Location", "/campaigns/" + taken.campaign().id());
      JsonAnswer.json(context, taken.isNew() ? 201 : 200, json(taken.campaign()));
    }
  }

  private static String text(byte[] body) throws BadRequestException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRequestException("The campaign is no YAML: it is not text in UTF-8.");
    }
  }

  private static Optional<String> name(Context context) throws BadRequestException {
    Optional<String> name = Optional.ofNullable(context.queryParam("name"));
    if (name.filter(text -> text.isBlank() || text.length() > LONGEST_NAME).isPresent()) {
      throw new BadRequestException("A name has 1 to " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  private void list(Context context) throws InterruptedException {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode list = all.putArray("campaigns");
    List<QueuedCampaign> campaigns = orchestrator.campaigns();
    Map<String, CampaignFigures.Told> told = figures.of(campaigns, PATIENCE_FOR_ALL);
    for (QueuedCampaign campaign : campaigns) {
      list.add(json(campaign, Objects.requireNonNull(told.get(campaign.id()))));
    }
    JsonAnswer.json(context, 200, all);
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private Optional<QueuedCampaign> found(Context context) {
    return orchestrator.find(id(context));
  }

  private void answer(Context context, Optional<QueuedCampaign> campaign)
      throws InterruptedException {
    if (campaign.isPresent()) {
      JsonAnswer.json(context, 200, json(campaign.get()));
    } else {
      Problems.answer(context, 404, "There is no such campaign here; GET /campaigns lists all.");
    }
  }

  private ObjectNode json(QueuedCampaign campaign) throws InterruptedException {
    return json(campaign, figures.of(campaign, PATIENCE));
  }

  /** The campaign and what came of it so far. Its text is left out, since it may hold secrets. */
  private static ObjectNode json(QueuedCampaign campaign, CampaignFigures.Told told) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", campaign.id());
    node.put("name", campaign.planned().name());
    node.put("state", campaign.state().label());
    campaign.sentence().ifPresent(sentence -> node.put("sentence", sentence));
    campaign.request().file().ifPresent(file -> node.put("file", file.toString()));
    node.put("submitted", campaign.times().submitted().toString());
    campaign.times().begun().ifPresent(time -> node.put("begun", time.toString()));
    campaign.times().ended().ifPresent(time -> node.put("ended", time.toString()));
    node.put("iterations", campaign.planned().iterations());
    told.fault().ifPresent(fault -> node.put("store_fault", fault));
    told.figures().ifPresent(figures -> put(node, figures));
    return node;
  }

  private static void put(ObjectNode node, CampaignFigures.Tally figures) {
    ObjectNode experiments = node.putObject("experiments");
    int ended = 0;
    for (var count : figures.counts().entrySet()) {
      experiments.put(count.getKey().label(), count.getValue());
      ended += count.getKey().isFinal() ? count.getValue() : 0;
    }
    node.put("iterations_ended", ended);
    figures
        .best()
        .ifPresent(best -> {
          ObjectNode first = node.putObject("best");
          first.put("id", best.id());
          best.score().ifPresent(score -> first.put("bd_rate", score));
          ArrayNode warnings = first.putArray("warnings");
          best.result().remarks().forEach(warnings::add);
        });
  }

  /** Server-sent events from behind the one that the caller knows, to the campaign's end. */
  private void follow(Context context)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    String id = id(context);
    long known = EventStream.lastKnown(context);
    if (found(context).isEmpty()) {
      answer(context, Optional.empty());
      return;
    }
    streams.send(context, stream -> follow(id, known, stream));
  }

  private void follow(String id, long from, EventStream stream)
      throws IOException, InterruptedException {
    long known = from;
    while (!orchestrator.isEnding()) {
      // Asked before the log is read: what happened before the end is there by then.
      Optional<QueuedCampaign> campaign = orchestrator.find(id);
      Optional<List<StoredEvent>> read = eventsBehind(id, known);
      if (read.isEmpty()) {
        stream.send();
        Thread.sleep(PING);
        continue;
      }
      List<StoredEvent> page = read.get();
      for (StoredEvent each : page) {
        known = each.number();
        ObjectNode event = json(each);
        stream.add(known, event.path("type").asString(), Json.write(event));
      }
      boolean ended = campaign.isEmpty() || campaign.get().state().hasEnded();
      if (page.isEmpty() && ended) {
        stream.add("end", campaign.isPresent() ? Json.write(json(campaign.get())) : "{}");
      }
      stream.send();
      if (page.isEmpty() && ended) {
        return;
      }
      if (page.isEmpty()) {
        awaitEvents(id, known);
      }
    }
  }

  /** Empty while the store is away: it is back one day, and who follows is told the rest then. */
  private Optional<List<StoredEvent>> eventsBehind(String id, long known) throws StoreException {
    try {
      return Optional.of(store.events(id, known, PAGE));
    } catch (StoreException e) {
      if (e.isAway()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void awaitEvents(String id, long known) throws StoreException, InterruptedException {
    try {
      boolean _ = store.awaitEvents(id, known, PING);
    } catch (StoreException e) {
      if (!e.isAway()) {
        throw e;
      }
    }
  }

  /** Number, time and campaign, and then the event's own properties. */
  private static ObjectNode json(StoredEvent stored) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("number", stored.number());
    event.put("time", stored.time().toString());
    event.put("campaign", stored.campaignId());
    event.setAll((ObjectNode) Json.mapper().valueToTree(stored.event()));
    return event;
  }
}
