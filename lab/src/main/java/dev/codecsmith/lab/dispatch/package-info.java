/**
 * The caller's side of the evaluation contract: makes jobs of what a campaign asks for, and
 * remembers in the experiment store what was measured.
 */
@NullMarked
package dev.codecsmith.lab.dispatch;

import org.jspecify.annotations.NullMarked;
