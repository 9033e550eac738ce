/** {@code measure}, {@code clips}, {@code anchors}: video without a campaign. */
@NullMarked
package dev.codecsmith.cli.media;

import org.jspecify.annotations.NullMarked;
