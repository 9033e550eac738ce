package dev.codecsmith.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What two runs of the same campaign have in common, whatever happened to them. */
public final class CampaignTable {
  private CampaignTable() {}

  /**
   * A text for each experiment, with its figures.
   *
   * @param report of {@code run --json}
   */
  public static List<String> of(JsonNode report) {
    List<String> rows = new ArrayList<>();
    for (JsonNode experiment : report.path("experiments")) {
      StringBuilder row = new StringBuilder();
      row.append(experiment.path("iteration")).append(experiment.path("id"));
      row.append(experiment.path("status")).append(experiment.path("program_sha256"));
      row.append(experiment.path("bd_rate"));
      for (JsonNode point : experiment.path("points")) {
        row.append(point.path("clip")).append(point.path("quality")).append(point.path("bytes"));
        row.append(point.path("psnr_y")).append(point.path("ssim_all"));
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
