package dev.codecsmith.cli.output;

import dev.codecsmith.store.json.Json;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/**
 * Writes JSON for people and scripts piece by piece, so that none of it need be in memory whole.
 */
public final class JsonOut {
  private JsonOut() {}

  /** The writer stays open. */
  public static JsonGenerator to(Writer out) {
    return Json.mapper()
        .writerWithDefaultPrettyPrinter()
        .withoutFeatures(
            StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
        .createGenerator(out);
  }
}
