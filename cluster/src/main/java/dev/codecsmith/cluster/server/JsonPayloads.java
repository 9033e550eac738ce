package dev.codecsmith.cluster.server;

import com.google.protobuf.ByteString;
import dev.codecsmith.store.json.Json;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.ByteArrayPayloadConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.NullPayloadConverter;
import io.temporal.common.converter.PayloadConverter;
import java.lang.reflect.Type;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes values for Temporal by the project's one JSON mapper, so that its pages show them. */
public final class JsonPayloads implements PayloadConverter {
  private static final ByteString ENCODING = ByteString.copyFromUtf8("json/plain");

  private JsonPayloads() {}

  /** Converts all that goes to the server and comes from it. */
  public static DataConverter converter() {
    return new DefaultDataConverter(
        new NullPayloadConverter(), new ByteArrayPayloadConverter(), new JsonPayloads());
  }

  @Override
  public String getEncodingType() {
    return ENCODING.toStringUtf8();
  }

  @Override
  public Optional<Payload> toData(Object value) {
    try {
      return Optional.of(
          Payload.newBuilder()
              .putMetadata("encoding", ENCODING)
              .setData(ByteString.copyFrom(Json.mapper().writeValueAsBytes(value)))
              .build());
    } catch (JacksonException e) {
      throw new DataConverterException(e);
    }
  }

  @Override
  public <T> T fromData(Payload content, Class<T> valueClass, Type valueType) {
    JsonMapper mapper = Json.mapper();
    try {
      return mapper.readValue(content.getData().toByteArray(), mapper.constructType(valueType));
    } catch (JacksonException e) {
      throw new DataConverterException(e);
    }
  }
}
