package dev.codecsmith.cli.mcp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The protocol's JSON, whose names and absent parts are its own and not those of our documents.
 * Answers of errors, which the protocol's library writes as Java has them, tell no stack trace.
 */
final class ProtocolJson {
  private ProtocolJson() {}

  @JsonIgnoreProperties({"cause", "localizedMessage", "stackTrace", "suppressed"})
  private abstract static class Sentence {}

  static McpJsonMapper mapper() {
    return new JacksonMcpJsonMapper(
        JsonMapper.builder().addMixIn(Throwable.class, Sentence.class).build());
  }
}
