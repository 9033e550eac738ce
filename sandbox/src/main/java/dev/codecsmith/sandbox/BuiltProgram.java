package dev.codecsmith.sandbox;

import java.nio.file.Path;

/**
 * A built program.
 *
 * @param program its sources
 * @param directory the folder with all that it needs beside its toolchain
 * @param size of that folder's files and their names, compressed; reported beside the rate
 */
public record BuiltProgram(Program program, Path directory, ProgramSize size) {}
