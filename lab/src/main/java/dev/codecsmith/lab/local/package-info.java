/** Evaluation in this process: build, smoke, short clips, clips, score. */
@NullMarked
package dev.codecsmith.lab.local;

import org.jspecify.annotations.NullMarked;
