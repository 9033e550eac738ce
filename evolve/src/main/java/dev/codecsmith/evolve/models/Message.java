package dev.codecsmith.evolve.models;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param parts what is said, at least one piece with text
 */
public record Message(Role role, List<Part> parts) {

  /** Who speaks in a turn. */
  public enum Role {
    USER,
    ASSISTANT
  }

  public Message {
    parts = List.copyOf(parts);
    if (Part.join(parts).isBlank()) {
      throw new IllegalArgumentException("a message needs text, servers refuse an empty one");
    }
  }

  public static Message user(String text) {
    return user(List.of(Part.of(text)));
  }

  public static Message user(List<Part> parts) {
    return new Message(Role.USER, parts);
  }

  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, List.of(Part.of(text)));
  }

  /** The whole turn as one text. */
  public String text() {
    return Part.join(parts);
  }
}
