/**
 * Control groups: where this process may make them, a group per run holds memory, processes and a
 * fair share of the CPU for the whole tree, counts its CPU time and memory, and kills it.
 */
@NullMarked
package dev.codecsmith.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
