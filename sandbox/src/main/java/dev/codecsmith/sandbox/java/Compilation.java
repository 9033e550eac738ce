package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.RunResult;
import java.util.SortedMap;

/**
 * What became of a request to the Java compiler.
 *
 * @param run what it cost; finished if the program compiled, crashed if it was refused
 * @param message the compiler's messages
 * @param classes bytes by name, such as {@code my/Codec.class}; empty unless the program compiled
 */
record Compilation(RunResult run, String message, SortedMap<String, byte[]> classes) {}
