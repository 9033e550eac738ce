/** A campaign as one printable file. */
@NullMarked
package dev.codecsmith.cli.report;

import org.jspecify.annotations.NullMarked;
