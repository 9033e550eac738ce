/** Several experiments and anchors against one of them. */
@NullMarked
package dev.codecsmith.dashboard.compare;

import org.jspecify.annotations.NullMarked;
