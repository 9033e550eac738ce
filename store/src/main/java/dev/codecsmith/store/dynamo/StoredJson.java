package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import tools.jackson.core.JacksonException;

/** Reads JSON that was stored, and says where it stood if it cannot be read. */
final class StoredJson {
  private StoredJson() {}

  static <T> T read(String json, Class<T> type, String table) throws StoreException {
    try {
      return Json.read(json, type);
    } catch (JacksonException e) {
      throw fault(table, e);
    }
  }

  static StoreException fault(String table, JacksonException cause) {
    return StoreException.lasting(
        "the table "
            + table
            + " holds something that cannot be read ("
            + cause.getOriginalMessage()
            + "): it was changed by hand or by another version of Codecsmith; use that version, or"
            + " restore the table from a backup",
        cause);
  }
}
