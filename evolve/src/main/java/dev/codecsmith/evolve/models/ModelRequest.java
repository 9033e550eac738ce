package dev.codecsmith.evolve.models;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.codecsmith.evolve.models.agent.AgentModel;
import dev.codecsmith.evolve.models.calls.CallLog;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a model is asked.
 *
 * @param system what the model is told before the conversation; may be empty
 * @param messages the turns, beginning and ending with the user and alternating
 * @param maxOutputTokens the most tokens the reply may have, thinking included; at least 1
 * @param temperature how freely the model samples, from 0; empty leaves it to the server, and some
 *     newer models accept nothing else
 * @param slot what the call is for, such as {@code "iteration 12, turn 0"}. It is part of the
 *     call's identity in a {@link CallLog} and is never sent, so that two equal prompts of two
 *     iterations get two replies, each its own whatever order they are asked in. May be empty
 * @param files text by relative path with forward slashes, for a model that works in a folder
 *     ({@link AgentModel}); to others the messages say everything. Normally empty
 */
@RecordBuilder
public record ModelRequest(
    List<Part> system,
    List<Message> messages,
    long maxOutputTokens,
    OptionalDouble temperature,
    String slot,
    @JsonSetter(nulls = Nulls.AS_EMPTY) SortedMap<String, String> files) {

  /** The output limit of {@link #of}. */
  public static final long DEFAULT_MAX_OUTPUT_TOKENS = 32_000;

  public ModelRequest {
    system = List.copyOf(system);
    messages = List.copyOf(messages);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    if (messages.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "a conversation begins and ends with the user: " + messages.size() + " messages");
    }
    for (int i = 0; i < messages.size(); i++) {
      Message.Role expected = i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT;
      if (messages.get(i).role() != expected) {
        throw new IllegalArgumentException("message " + i + " must be the " + expected + "'s");
      }
    }
    if (maxOutputTokens < 1) {
      throw new IllegalArgumentException("maxOutputTokens must be at least 1: " + maxOutputTokens);
    }
    if (temperature.isPresent() && !(temperature.getAsDouble() >= 0)) {
      throw new IllegalArgumentException("temperature must not be negative: " + temperature);
    }
  }

  /** A question without files. */
  public ModelRequest(
      List<Part> system,
      List<Message> messages,
      long maxOutputTokens,
      OptionalDouble temperature,
      String slot) {
    this(system, messages, maxOutputTokens, temperature, slot, Collections.emptySortedMap());
  }

  /** A first question in an unnamed slot. */
  public static ModelRequest of(String system, String user) {
    return of(system.isEmpty() ? List.of() : List.of(Part.of(system)), List.of(Part.of(user)));
  }

  /** A first question in an unnamed slot, its stable prefixes marked. */
  public static ModelRequest of(List<Part> system, List<Part> user) {
    return new ModelRequest(
        system, List.of(Message.user(user)), DEFAULT_MAX_OUTPUT_TOKENS, OptionalDouble.empty(), "");
  }

  public ModelRequest inSlot(String name) {
    return ModelRequestBuilder.builder(this).slot(name).build();
  }

  public ModelRequest withFiles(SortedMap<String, String> others) {
    return ModelRequestBuilder.builder(this).files(others).build();
  }

  /** The same conversation continued: what the model replied, and what it is asked next. */
  public ModelRequest followedBy(String reply, String next) {
    List<Message> longer = new ArrayList<>(messages);
    longer.add(Message.assistant(reply));
    longer.add(Message.user(next));
    return ModelRequestBuilder.builder(this).messages(longer).build();
  }

  /** The system text as one string. */
  public String systemText() {
    return Part.join(system);
  }

  /**
   * SHA-256 over all that decides the reply: texts, roles, output limit, temperature and files;
   * neither the slot nor the cache marks. Lower-case hexadecimal.
   */
  public String hash() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    add(digest, systemText());
    for (Message message : messages) {
      add(digest, message.role().name());
      add(digest, message.text());
    }
    add(digest, Long.toString(maxOutputTokens));
    add(digest, temperature.isPresent() ? Double.toString(temperature.getAsDouble()) : "");
    files.forEach((path, text) -> {
      add(digest, path);
      add(digest, text);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The conversation as one text, for models that take nothing else: a single question as it
   * stands, a longer conversation with a line naming the speaker before each turn.
   */
  public String asText() {
    StringBuilder text = new StringBuilder();
    if (!system.isEmpty()) {
      text.append(systemText()).append("\n\n");
    }
    if (messages.size() == 1) {
      return text.append(messages.getFirst().text()).toString();
    }
    for (Message message : messages) {
      String speaker = message.role() == Message.Role.USER ? "USER" : "ASSISTANT";
      text.append("=== ").append(speaker).append(" ===\n\n").append(message.text()).append("\n\n");
    }
    return text.append("=== ASSISTANT ===\n").toString();
  }

  /** Each text carries its length, so that no two different requests feed the same bytes. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
