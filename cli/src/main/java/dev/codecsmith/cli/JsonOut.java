package dev.codecsmith.cli;

import dev.codecsmith.store.Json;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;

/**
 * Writes JSON for people and scripts piece by piece, so that none of it need be in memory whole.
 */
final class JsonOut {
  private JsonOut() {}

  /** The writer stays open. */
  static JsonGenerator to(Writer out) {
    return Json.mapper()
        .writerWithDefaultPrettyPrinter()
        .withoutFeatures(
            StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
        .createGenerator(out);
  }
}
