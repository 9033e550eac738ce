package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.experiments.ExperimentFilter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.jdbi.v3.core.statement.Query;

/** Lists of experiments, filtered and put in order by the database. */
final class ExperimentLists {
  private static final Map<String, FailureKind> KINDS =
      Columns.byLabel(FailureKind.values(), FailureKind::label);

  private ExperimentLists() {}

  static List<ExperimentSummary> page(
      Handle handle, String campaignId, ExperimentFilter filter, int skip, int limit) {
    String way = filter.descending() ? " DESC" : "";
    String order = " ORDER BY " + order(filter) + way + ", iteration" + way;
    // Only the places of rows are put in order: whole rows, of which most are skipped, take twice
    // as long.
    return query(
            handle,
            "SELECT * FROM experiments WHERE rowid IN (SELECT rowid",
            campaignId,
            filter,
            order + " LIMIT :limit OFFSET :skip)" + order)
        .bind("limit", limit)
        .bind("skip", skip)
        .map(ExperimentRows.LINE)
        .list();
  }

  static int count(Handle handle, String campaignId, ExperimentFilter filter) {
    return query(handle, "SELECT count(*)", campaignId, filter, "").mapTo(Integer.class).one();
  }

  private static Query query(
      Handle handle, String what, String campaignId, ExperimentFilter filter, String rest) {
    String sql =
        what
            + " FROM experiments WHERE campaign_id = :campaign AND status IN (<statuses>)"
            + (filter.failure().isPresent() ? " AND result ->> '$.failure.kind' = :kind" : "")
            + (filter.text().isEmpty()
                ? ""
                : " AND (instr(lower(id), lower(:text)) > 0 OR instr(lower(name), lower(:text)) > 0"
                    + " OR instr(lower(proposer), lower(:text)) > 0)")
            + rest;
    Query query =
        handle
            .createQuery(sql)
            .bindList(
                // No experiment has the status of that name.
                EmptyHandling.NULL_KEYWORD,
                "statuses",
                filter.statuses().stream().map(ExperimentStatus::label).toList())
            .bind("campaign", campaignId);
    filter.failure().ifPresent(kind -> query.bind("kind", kind.label()));
    return filter.text().isEmpty() ? query : query.bind("text", filter.text());
  }

  private static String order(ExperimentFilter filter) {
    return switch (filter.order()) {
      case ITERATION -> "iteration";
      case NAME -> "lower(name)";
      case PROPOSER -> "lower(proposer)";
      case SCORE -> "coalesce(score, 1.7976931348623157e308)";
      case PSNR -> figure("psnr_yuv", "-1e9");
      case SSIM -> figure("ssim", "-1e9");
      case KBPS -> figure("kbps", "1.7976931348623157e308");
      case DECODER_BYTES -> "result ->> '$.decoder_bytes'";
      case DURATION -> "julianday(updated) - julianday(created)";
    };
  }

  /** A mean of the rate points; SQLite takes what is beyond its range for infinite. */
  private static String figure(String name, String none) {
    String json = "result ->> '$.means." + name + "'";
    return "CASE " + json + " WHEN 'inf' THEN 9e999 ELSE coalesce(" + json + ", " + none + ") END";
  }

  static Map<FailureKind, Integer> failures(Handle handle, String campaignId) {
    Map<FailureKind, Integer> kinds = new EnumMap<>(FailureKind.class);
    handle
        .createQuery(
            "SELECT result ->> '$.failure.kind' AS kind, count(*) AS experiments FROM experiments"
                + " WHERE campaign_id = :campaign AND status = :failed GROUP BY kind")
        .bind("campaign", campaignId)
        .bind("failed", ExperimentStatus.FAILED.label())
        .map((row, _) ->
            Map.entry(Columns.of(row.getString("kind"), KINDS), row.getInt("experiments")))
        .forEach(count -> kinds.put(count.getKey(), count.getValue()));
    return kinds;
  }
}
