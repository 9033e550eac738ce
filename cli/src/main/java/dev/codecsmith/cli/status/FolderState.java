package dev.codecsmith.cli.status;

import dev.codecsmith.cli.experiments.CampaignJson;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.service.alerts.watch.Alerts;
import dev.codecsmith.service.process.DiskSpace;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a data folder of this machine holds.
 *
 * @param folder one object; empty where none was asked for
 * @param campaigns in the form in which an orchestrator tells them
 */
record FolderState(Optional<ObjectNode> folder, List<ObjectNode> campaigns) {
  static final FolderState NONE = new FolderState(Optional.empty(), List.of());

  static FolderState of(StoreOption option) throws IOException {
    try (DataDirectory opened = option.read()) {
      Optional<DataDirectory.Writer> writer = DataDirectory.writer(opened.path());
      ObjectNode folder = JsonNodeFactory.instance.objectNode();
      folder.put("kind", "SQLite and files").put("folder", opened.path().toString());
      folder.put("disk_free_bytes", DiskSpace.freeBytes(opened.path()));
      writer.ifPresent(who -> folder.put("open", who.process()));
      folder.set("incidents", Json.mapper().valueToTree(Alerts.open(opened.path())));
      Optional<String> running = writer.flatMap(DataDirectory.Writer::campaign);
      List<ObjectNode> campaigns = new ArrayList<>();
      List<CampaignRecord> all = new ArrayList<>();
      opened.experiments().forEachCampaign(all::add);
      for (CampaignRecord campaign : all) {
        if (!Campaigns.isOfEvaluate(campaign.id())) {
          campaigns.add(campaign(opened, campaign, running.equals(Optional.of(campaign.id()))));
        }
      }
      return new FolderState(Optional.of(folder), campaigns);
    }
  }

  private static ObjectNode campaign(DataDirectory opened, CampaignRecord campaign, boolean running)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", campaign.id()).put("name", campaign.name());
    json.put("state", running ? "running" : "not running");
    int ended = 0;
    for (var count : opened.experiments().counts(campaign.id()).entrySet()) {
      ended += count.getKey().isFinal() ? count.getValue() : 0;
    }
    json.put("iterations_ended", ended);
    json.put("iterations", CampaignJson.of(opened, campaign).path("iterations").asInt(ended));
    Optional<ExperimentRecord> best = CampaignJson.best(opened, campaign.id());
    if (best.isPresent()) {
      ObjectNode first = json.putObject("best");
      first.put("id", best.get().id());
      best.get().score().ifPresent(score -> first.put("bd_rate", score));
      ArrayNode warnings = first.putArray("warnings");
      best.get().remarks().forEach(warnings::add);
    }
    return json;
  }

  void addTo(ObjectNode all) {
    folder.ifPresent(described -> {
      ObjectNode data = all.putObject("data");
      data.set("store", described);
      ArrayNode array = data.putArray("campaigns");
      campaigns.forEach(array::add);
    });
  }

  void addTo(StatusTable table) {
    folder.ifPresent(described -> {
      campaigns.forEach(table::campaign);
      table.store(described);
      described.path("incidents").valueStream().forEach(table::incident);
    });
  }
}
