package dev.codecsmith.lab.points;

import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.store.RatePoint.Resources;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an encoder wrote, and what that took.
 *
 * @param bits where the program says that its bits go; empty if it says nothing of it
 * @param standardError without what it says of its bits
 */
public record Bitstream(
    Path file,
    long bytes,
    String sha256,
    Resources encode,
    Optional<BitsReport> bits,
    String standardError) {}
