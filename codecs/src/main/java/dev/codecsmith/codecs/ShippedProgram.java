package dev.codecsmith.codecs;

import java.util.Map;

/**
 * A program that ships.
 *
 * @param name its name, for example {@code subpel}
 * @param language the language it is written in, for example {@code java}
 * @param entry where it begins; for Java the class that implements {@link
 *     dev.codecsmith.codec.Codec}
 * @param description one sentence on its tools
 * @param slow whether it takes so long to encode that only who asks for it by its name should pay
 * @param files the text of each source file by its path within the program, such as {@code
 *     subpel/SubpelCodec.java}, in the order of the paths
 */
public record ShippedProgram(
    String name,
    String language,
    String entry,
    String description,
    boolean slow,
    Map<String, String> files) {}
