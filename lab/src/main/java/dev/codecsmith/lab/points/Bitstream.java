package dev.codecsmith.lab.points;

import dev.codecsmith.store.RatePoint.Resources;
import java.nio.file.Path;

/** What an encoder wrote, and what that took. */
public record Bitstream(
    Path file, long bytes, String sha256, Resources encode, String standardError) {}
