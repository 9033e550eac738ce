/** {@code doctor}: what this machine can do, tried out. */
@NullMarked
package dev.codecsmith.cli.doctor;

import org.jspecify.annotations.NullMarked;
