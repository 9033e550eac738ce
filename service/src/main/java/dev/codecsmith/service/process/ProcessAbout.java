package dev.codecsmith.service.process;

import java.nio.file.Path;

/**
 * What a process tells of itself, whatever it does.
 *
 * @param version of this program
 * @param folder where it keeps what it keeps
 * @param store the kind of store behind the folder, in words
 * @param log what it has written down
 */
public record ProcessAbout(String version, Path folder, String store, ProcessLog log) {}
