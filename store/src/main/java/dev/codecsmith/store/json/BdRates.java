package dev.codecsmith.store.json;

import dev.codecsmith.metrics.bd.BdRate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two JSON forms of a BD-rate. Outside the program a figure is a plain number, because that is
 * what people plot; in the store it keeps its coverage as well. A BD-rate that does not exist is an
 * object with its state's name in both.
 */
public final class BdRates {
  private BdRates() {}

  /**
   * The name of a BD-rate that does not exist, such as {@code no-overlap}; {@code value} if it
   * does.
   */
  public static String state(BdRate rate) {
    return switch (rate) {
      case BdRate.Value _ -> "value";
      case BdRate.NoOverlap _ -> "no-overlap";
      case BdRate.TooLittleOverlap _ -> "too-little-overlap";
      case BdRate.NotMonotonic _ -> "not-monotonic";
      case BdRate.TooFewPoints _ -> "too-few-points";
      case BdRate.NotFinite _ -> "not-finite";
    };
  }

  /** A number in percent, or an object such as {@code {"state":"no-overlap"}}. */
  public static JsonNode toOutside(BdRate rate) {
    return rate instanceof BdRate.Value value ? Json.figure(value.percent()) : toStored(rate);
  }

  /** {@code {"percent":…,"coverage":…}}, or an object with the state. */
  static ObjectNode toStored(BdRate rate) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (!(rate instanceof BdRate.Value)) {
      node.put("state", state(rate));
    }
    switch (rate) {
      case BdRate.Value(double percent, double coverage) -> {
        node.set("percent", Json.figure(percent));
        node.set("coverage", Json.figure(coverage));
      }
      case BdRate.TooLittleOverlap(double coverage) -> node.set("coverage", Json.figure(coverage));
      case BdRate.TooFewPoints(int points) -> node.put("points", points);
      case BdRate.NoOverlap _, BdRate.NotMonotonic _, BdRate.NotFinite _ -> {}
    }
    return node;
  }

  /**
   * Reads what {@link #toStored} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static BdRate fromStored(JsonNode node) {
    JsonNode state = node.path("state");
    if (state.isMissingNode()) {
      return new BdRate.Value(figure(node, "percent"), figure(node, "coverage"));
    }
    return switch (state.asString("")) {
      case "no-overlap" -> new BdRate.NoOverlap();
      case "too-little-overlap" -> new BdRate.TooLittleOverlap(figure(node, "coverage"));
      case "not-monotonic" -> new BdRate.NotMonotonic();
      case "too-few-points" -> new BdRate.TooFewPoints(integer(node, "points"));
      case "not-finite" -> new BdRate.NotFinite();
      default -> throw new IllegalArgumentException("not a state of a BD-rate: " + state);
    };
  }

  private static double figure(JsonNode node, String name) {
    JsonNode figure = node.path(name);
    if (figure.isNumber()) {
      return figure.doubleValue();
    }
    return switch (figure.asString("")) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new IllegalArgumentException("not a BD-rate, it has no " + name + ": " + node);
    };
  }

  private static int integer(JsonNode node, String name) {
    JsonNode integer = node.path(name);
    if (!integer.isInt()) {
      throw new IllegalArgumentException("not a BD-rate, it has no " + name + ": " + node);
    }
    return integer.intValue();
  }
}
