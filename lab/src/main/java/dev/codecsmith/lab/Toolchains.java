package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Toolchain;

/** Finds the toolchain of a language. */
@FunctionalInterface
public interface Toolchains {

  /**
   * The toolchain of that language.
   *
   * @throws InfrastructureException if the language is unknown here or its tools are missing; the
   *     message says what to install
   */
  Toolchain find(String language) throws InfrastructureException;
}
