package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.AttemptReply;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.retry.AttemptFault;
import dev.codecsmith.evolve.models.wire.JsonFields;
import dev.codecsmith.evolve.models.wire.ServerBody;
import dev.codecsmith.evolve.models.wire.ServerError;
import dev.codecsmith.evolve.models.wire.ServerSentEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;

/**
 * Reads the answer to one attempt, in whichever way a server gives it: as a stream of events, as
 * one JSON object though a stream was asked for, or as an error in either. Whatever it is becomes
 * an {@link AttemptReply} or an {@link AttemptFault}.
 */
final class ServerAnswer {
  private static final String DONE = "[DONE]";
  private static final int SHOWN_CHARS = 200;

  private final ServerFaults faults;
  private final ReplyReader reader;
  private final LongConsumer progress;
  private final String requestId;

  /**
   * @param progress told how many characters have arrived
   * @param requestId the server's name for the exchange, may be empty
   */
  ServerAnswer(ServerFaults faults, ReplyReader reader, LongConsumer progress, String requestId) {
    this.faults = faults;
    this.reader = reader;
    this.progress = progress;
    this.requestId = requestId;
  }

  /** Reads the body of an answer whose status is good. */
  AttemptReply read(InputStream bytes) throws AttemptFault {
    String foreign = "";
    try {
      ServerBody body = ServerBody.of(bytes);
      if (body.whole().isPresent()) {
        part(body.whole().get());
        reader.end();
      } else {
        readEvents(body);
      }
      foreign = body.foreign();
    } catch (IOException broken) {
      // Some servers leave the connection open, or cut it, once all has been said.
      if (!reader.complete()) {
        throw faults.of(broken, reader);
      }
    }
    if (!reader.begun()) {
      throw faults.malformed(
          foreign.isEmpty()
              ? "the answer is empty"
              : "the answer is no reply in its format; it begins: " + foreign,
          reader);
    }
    return reader
        .answer(requestId)
        .orElseThrow(() ->
            new AttemptFault(
                Kind.TRANSIENT,
                "the connection was cut in the middle of the reply",
                Optional.empty(),
                reader.usage(),
                null));
  }

  private void readEvents(ServerBody body) throws AttemptFault, IOException {
    while (!reader.ended()) {
      Optional<ServerSentEvent> event = body.next();
      if (event.isEmpty()) {
        return;
      }
      read(event.get());
    }
  }

  private void read(ServerSentEvent event) throws AttemptFault {
    String data = event.data().strip();
    if (event.name().equals("error")) {
      throw faults.of(ServerError.ofBody(data), reader);
    }
    Optional<JsonNode> part = JsonFields.parse(data);
    if (part.isPresent()) {
      part(part.get());
      return;
    }
    // Some servers leave out the empty line that ends an event.
    for (String line : data.split("\n", -1)) {
      if (line.startsWith(DONE)) {
        reader.end();
      } else if (!line.isBlank()) {
        Optional<JsonNode> each = JsonFields.parse(line);
        if (each.isPresent()) {
          part(each.get());
        } else if (!event.last()) {
          throw faults.malformed("a part of the answer is no JSON: " + clip(line), reader);
        }
      }
    }
  }

  private void part(JsonNode part) throws AttemptFault {
    Optional<ServerError> error = ServerError.in(part);
    if (error.isPresent()) {
      throw faults.of(error.get(), reader);
    }
    if (reader.characters() > ReplyReader.MOST_CHARS) {
      throw faults.malformed(
          "the reply has more than %d characters".formatted(ReplyReader.MOST_CHARS), reader);
    }
    reader.read(part);
    progress.accept(reader.characters());
  }

  private static String clip(String line) {
    return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + " …" : line;
  }
}
