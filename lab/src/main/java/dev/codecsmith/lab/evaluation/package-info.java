/**
 * The evaluation contract: what is asked, how it is measured, what comes back, and how it ends
 * badly.
 */
@NullMarked
package dev.codecsmith.lab.evaluation;

import org.jspecify.annotations.NullMarked;
