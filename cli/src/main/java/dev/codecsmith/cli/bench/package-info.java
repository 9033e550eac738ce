/** The parts of this process put together: sandbox, clips, anchors, evaluator. */
@NullMarked
package dev.codecsmith.cli.bench;

import org.jspecify.annotations.NullMarked;
