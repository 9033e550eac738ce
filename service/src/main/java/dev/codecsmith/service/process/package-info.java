/**
 * What every process has that runs for long: a log that can be read, and what an earlier one left
 * behind.
 */
@NullMarked
package dev.codecsmith.service.process;

import org.jspecify.annotations.NullMarked;
