package dev.codecsmith.cluster.workflow;

import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what jobs can be found and sorted at the server, on its own page or by its command. A server
 * must be told of them before a workflow may have any.
 */
public final class SearchAttributes {
  /** The campaign's id. */
  public static final SearchAttributeKey<String> CAMPAIGN =
      SearchAttributeKey.forKeyword("CodecsmithCampaign");

  /** Of the experiment, from 1. */
  public static final SearchAttributeKey<Long> ITERATION =
      SearchAttributeKey.forLong("CodecsmithIteration");

  /** As the experiment's record has it. */
  public static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("CodecsmithStatus");

  /** BD-rate in percent against the main anchor, lower is better; none where there is no score. */
  public static final SearchAttributeKey<Double> SCORE =
      SearchAttributeKey.forDouble("CodecsmithScore");

  public static final List<SearchAttributeKey<?>> ALL = List.of(CAMPAIGN, ITERATION, STATUS, SCORE);

  private static final Pattern ITERATION_OF_ID = Pattern.compile("exp_iter(\\d{1,9})_");

  private SearchAttributes() {}

  /** Of an experiment's id, such as 3 of {@code exp_iter3_0a1b2c}; empty where it has none. */
  public static Optional<Long> iteration(String attempt) {
    Matcher found = ITERATION_OF_ID.matcher(attempt);
    return found.lookingAt() ? Optional.of(Long.valueOf(found.group(1))) : Optional.empty();
  }
}
