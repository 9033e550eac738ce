package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.experiments.ExperimentFilter;
import dev.codecsmith.store.experiments.ExperimentFilter.Order;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks of the lists.
 *
 * @param status the only list that is wanted; empty for all
 * @param text that stands in id, name or proposer; empty for any
 * @param kind of the failed only those that failed in this way
 * @param order what comes first
 * @param descending whether that is the highest
 * @param place which page
 */
record ListRequest(
    Optional<StatusGroup> status,
    String text,
    Optional<FailureKind> kind,
    Order order,
    boolean descending,
    Place place) {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int LAST_PAGE = 100_000;

  /**
   * A page of a list.
   *
   * @param page from 1
   * @param limit lines a page
   */
  record Place(int page, int limit) {
    /** How many lines come before it. */
    int skip() {
      return (page - 1) * limit;
    }
  }

  static ListRequest of(Context context) throws Refusal {
    String sort = Queries.text(context, "sort").orElse("-iteration");
    boolean descending = sort.startsWith("-");
    return new ListRequest(
        status(context),
        Queries.text(context, "search").orElse(""),
        kind(context),
        order(descending ? sort.substring(1) : sort),
        descending,
        new Place(
            Queries.number(context, "page", 1, LAST_PAGE, 1),
            Queries.number(context, "limit", 1, MOST, USUAL)));
  }

  private static Optional<StatusGroup> status(Context context) throws Refusal {
    Optional<String> text = Queries.text(context, "status");
    Optional<StatusGroup> group = text.flatMap(StatusGroup::of);
    if (text.isPresent() && group.isEmpty()) {
      throw new Refusal(400, "status is successful, in_progress or failed.");
    }
    return group;
  }

  private static Optional<FailureKind> kind(Context context) throws Refusal {
    Optional<String> text = Queries.text(context, "kind");
    Optional<FailureKind> kind =
        Arrays.stream(FailureKind.values())
            .filter(each -> text.equals(Optional.of(each.label())))
            .findFirst();
    if (text.isPresent() && kind.isEmpty()) {
      throw new Refusal(400, "kind is the label of a failure's kind, such as compile-error.");
    }
    return kind;
  }

  private static Order order(String name) throws Refusal {
    return Arrays.stream(Order.values())
        .filter(order -> order.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new Refusal(
                400,
                "sort is iteration, name, proposer, score, psnr, ssim, kbps, decoder_bytes or"
                    + " duration, with a - in front for the highest first."));
  }

  boolean wants(StatusGroup group) {
    return status.isEmpty() || status.get() == group;
  }

  /** Whether a page of a list is all of it. */
  boolean holdsAll(List<ExperimentSummary> page) {
    return place.skip() == 0 && page.size() < place.limit();
  }

  /** Whether it leaves out some experiments of a list. */
  boolean isPartOf(StatusGroup group) {
    return !text.isEmpty() || kindOf(group).isPresent();
  }

  ExperimentFilter filter(StatusGroup group) {
    return new ExperimentFilter(group.statuses(), text, kindOf(group), order, descending);
  }

  private Optional<FailureKind> kindOf(StatusGroup group) {
    return group == StatusGroup.FAILED ? kind : Optional.empty();
  }
}
