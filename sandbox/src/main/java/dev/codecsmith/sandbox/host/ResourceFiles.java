package dev.codecsmith.sandbox.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files that ship beside the classes. */
public final class ResourceFiles {
  private ResourceFiles() {}

  /**
   * A file's bytes.
   *
   * @param beside the class in whose package it lies
   * @param name its name there, or its whole path with a slash in front
   * @throws IllegalStateException if the build has lost it, which is a fault of the build
   */
  public static byte[] bytes(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The file " + name + " is missing from the build.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("The file " + name + " of the build cannot be read.", e);
    }
  }

  /** A file's text, in UTF-8. */
  public static String text(Class<?> beside, String name) {
    return new String(bytes(beside, name), StandardCharsets.UTF_8);
  }
}
