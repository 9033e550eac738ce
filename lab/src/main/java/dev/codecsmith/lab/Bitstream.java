package dev.codecsmith.lab;

import dev.codecsmith.store.RatePoint.Resources;
import java.nio.file.Path;

/** What an encoder wrote, and what that took. */
record Bitstream(Path file, long bytes, String sha256, Resources encode, String standardError) {}
