package dev.codecsmith.store.json;

import dev.codecsmith.metrics.bd.BdRate;
import java.util.Optional;
import java.util.stream.DoubleStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.InjectableValues;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The project's one JSON mapper and its rules.
 *
 * <ul>
 *   <li>Names are in snake case; a map's keys are sorted, so equal values give equal text.
 *   <li>Instants are ISO-8601 text; an absent {@code Optional} is {@code null}.
 *   <li>An infinite figure is the text {@code "inf"} or {@code "-inf"}; NaN is no figure and cannot
 *       be written.
 *   <li>A {@link BdRate} is {@code {"percent":…,"coverage":…}} or {@code {"state":"no-overlap"}}
 *       and the like; see {@link BdRates}.
 *   <li>Reading is strict: a property that is missing, unknown or of another type is an error, so a
 *       figure that is not there never turns into 0.
 * </ul>
 *
 * All errors are Jackson's unchecked {@link JacksonException}; who knows where the text came from
 * says so.
 */
public final class Json {
  /**
   * Marks an {@code Optional} that earlier releases did not write, by {@code @JacksonInject(value =
   * Json.ABSENT, useInput = OptBoolean.TRUE)}: where it is missing it is empty, and no error. A
   * second and a third one of the same record are marked by {@link #ALSO_ABSENT} and {@link
   * #ABSENT_TOO}, as no two may be marked alike.
   */
  public static final String ABSENT = "absent";

  public static final String ALSO_ABSENT = "also absent";

  public static final String ABSENT_TOO = "absent too";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .injectableValues(
              new InjectableValues.Std()
                  .addValue(ABSENT, Optional.empty())
                  .addValue(ALSO_ABSENT, Optional.empty())
                  .addValue(ABSENT_TOO, Optional.empty()))
          .addModule(
              new SimpleModule("codecsmith")
                  .addSerializer(new FigureSerializer())
                  .addSerializer(Double.TYPE, new FigureSerializer())
                  .addDeserializer(Double.class, new FigureDeserializer())
                  .addDeserializer(Double.TYPE, new FigureDeserializer())
                  .addSerializer(new FiguresSerializer())
                  .addDeserializer(double[].class, new FiguresDeserializer())
                  .addSerializer(new BdRateSerializer())
                  .addDeserializer(BdRate.class, new BdRateDeserializer()))
          .build();

  /**
   * Reads what is only counted. The other reader keeps names that it has seen, of up to 50,000
   * characters each, for the next text; here none is kept, and none is longer than a path may be.
   */
  private static final JsonFactory COUNTING =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1000).build())
          .build();

  private Json() {}

  /** The mapper itself, which is immutable and safe for all threads. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The value as JSON on one line. */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Reads the whole of the text as a value of the type. */
  public static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }

  /**
   * Whether a text that comes from outside has more values, names and ends of lists and objects
   * than so many: in memory many small ones take a hundred times what their text does.
   *
   * @throws JacksonException also if a name is longer than 1,000 characters
   */
  public static boolean hasMoreTokens(byte[] json, int most) {
    try (JsonParser parser = COUNTING.createParser(ObjectReadContext.empty(), json)) {
      for (int tokens = 0; parser.nextToken() != null; tokens++) {
        if (tokens == most) {
          return true;
        }
      }
      return false;
    }
  }

  /** A figure as a JSON number, or {@code "inf"}, {@code "-inf"} where it is infinite. */
  public static JsonNode figure(double value) {
    if (Double.isFinite(value)) {
      return JsonNodeFactory.instance.numberNode(value);
    }
    return JsonNodeFactory.instance.stringNode(infinity(value));
  }

  private static String infinity(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN is no figure: it has no form in JSON");
    }
    return value > 0 ? "inf" : "-inf";
  }

  private static void write(double figure, JsonGenerator out) {
    if (Double.isFinite(figure)) {
      out.writeNumber(figure);
    } else {
      out.writeString(infinity(figure));
    }
  }

  private static double read(JsonParser in, DeserializationContext context) {
    JsonToken token = in.currentToken();
    String text = in.getString();
    if (token == JsonToken.VALUE_STRING && text.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (token == JsonToken.VALUE_STRING && text.equals("-inf")) {
      return Double.NEGATIVE_INFINITY;
    }
    if (token != null && token.isNumeric()) {
      return in.getDoubleValue();
    }
    return context.reportInputMismatch(
        Double.class, "expected a number, \"inf\" or \"-inf\" but found %s", text);
  }

  private static final class FigureSerializer extends StdSerializer<Double> {
    FigureSerializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double figure, JsonGenerator out, SerializationContext context) {
      write(figure, out);
    }
  }

  private static final class FigureDeserializer extends StdDeserializer<Double> {
    FigureDeserializer() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) {
      return read(in, context);
    }
  }

  /** Jackson has a writer of its own for arrays, which does not ask the one for their elements. */
  private static final class FiguresSerializer extends StdSerializer<double[]> {
    FiguresSerializer() {
      super(double[].class);
    }

    @Override
    public void serialize(double[] figures, JsonGenerator out, SerializationContext context) {
      out.writeStartArray(figures, figures.length);
      for (double figure : figures) {
        write(figure, out);
      }
      out.writeEndArray();
    }
  }

  private static final class FiguresDeserializer extends StdDeserializer<double[]> {
    FiguresDeserializer() {
      super(double[].class);
    }

    @Override
    public double[] deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.START_ARRAY) {
        return context.reportInputMismatch(
            this, "expected an array of figures but found %s", in.getString());
      }
      DoubleStream.Builder figures = DoubleStream.builder();
      while (in.nextToken() != JsonToken.END_ARRAY) {
        figures.add(read(in, context));
      }
      return figures.build().toArray();
    }
  }

  private static final class BdRateSerializer extends StdSerializer<BdRate> {
    BdRateSerializer() {
      super(BdRate.class);
    }

    @Override
    public void serialize(BdRate value, JsonGenerator out, SerializationContext context) {
      out.writeTree(BdRates.toStored(value));
    }
  }

  private static final class BdRateDeserializer extends StdDeserializer<BdRate> {
    BdRateDeserializer() {
      super(BdRate.class);
    }

    @Override
    public BdRate deserialize(JsonParser in, DeserializationContext context) {
      JsonNode node = context.readTree(in);
      try {
        return BdRates.fromStored(node);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }
}
