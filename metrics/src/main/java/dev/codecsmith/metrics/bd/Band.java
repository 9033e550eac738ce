package dev.codecsmith.metrics.bd;

/**
 * A closed interval of quality (or of rate in kbit/s, for {@link BdQuality}).
 *
 * @param low its lower end
 * @param high its upper end, above {@code low}
 */
public record Band(double low, double high) {
  public Band {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "A band's low end must be below its high end, found " + low + " and " + high + ".");
    }
  }
}
